import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Findings } from '../../src/analyse/findings.ts';
import type { GateResult } from '../../src/gate.ts';
import { annotations, inert, stepSummary } from '../../src/report/github.ts';
import { smallRecording } from './found.ts';
import { allGates, bound, found, guard } from './gate-results.ts';

const small = await smallRecording();
const title = 'Support replies';
const lines = (gates: readonly GateResult[], change: Partial<Findings> = {}): string[] =>
  annotations({ ...small, ...change, gates }, { title });

describe('Annotations', () => {
  test('one a gate: those that block first, then those that can’t tell, then those that passed', async () => {
    await expect(`${lines(allGates).join('\n')}\n`).toMatchFileSnapshot('__snapshots__/github-annotations.txt');
  });

  test.for([
    [{ decision: 'pass' }, 'notice'],
    [{ decision: 'inconclusive' }, 'warning'],
    [{ decision: 'inconclusive', spec: bound({ onInconclusive: 'fail' }) }, 'error'],
    [{ decision: 'fail' }, 'error'],
  ] as const)('%j is of level %s', ([change, level]) => {
    expect(lines([found(change)])[0]).toMatch(new RegExp(`^::${level} title=`));
  });

  test('name the guarded rows that failed, and say that a rehearsal is one', () => {
    const offenders = Array.from({ length: 30 }, (_, at) => `r-${at}`);
    const [line] = lines([found({ spec: guard({ rows: offenders }), decision: 'fail', offenders })], {
      rehearsal: true,
    });
    expect(line).toMatch(/^::error title=REHEARSAL%3A Support replies%3A /);
    expect(line).toContain('r-0, r-1, r-2');
    expect(line).toContain('r-29.');
  });

  test('are at most ten of a level, and the last says how many it stands for', () => {
    const many = Array.from({ length: 14 }, (_, at) => found({ name: `gate ${at + 1}`, decision: 'fail' }));
    const shown = lines([
      ...many,
      ...many.slice(0, 10).map((gate) => ({ ...gate, decision: 'pass', blocks: false }) as const),
    ]);
    expect(shown).toHaveLength(20);
    expect(shown[8]).toMatch(/^::error title=Support replies%3A gate 9::/);
    expect(shown[9]).toBe(
      '::error title=Support replies%3A 5 more gates::gate 10%0Agate 11%0Agate 12%0Agate 13%0Agate 14',
    );
    expect(shown[19]).toMatch(/^::notice title=Support replies%3A gate 10::/);
  });

  test('without gates there are none', () => {
    expect(lines([])).toEqual([]);
  });

  test('are a line each, whatever the names are, and read back as the runner reads them', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('%', ':', ',', '\r', '\n', '=', '2', '5', 'a', '::', '\u001b', '\u202e') }),
        (name) => {
          const [line = '', ...others] = lines([found({ name })]);
          expect(others).toEqual([]);
          expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
          const [, property = ''] = /^::notice title=([^:,]*)::/.exec(line) ?? [];
          expect(unescaped(property)).toBe(`Support replies: ${shownAs(name)}`);
        },
      ),
    );
  });
});

describe('Output that the runner must not obey', () => {
  test.for([
    ['::error::gone', ':\u200b:error::gone'],
    ['  \t::add-mask::x', '  \t:\u200b:add-mask::x'],
    ['fine\r::set-env name=a::b', 'fine\r:\u200b:set-env name=a::b'],
    ['\u0085::error::x', '\u0085:\u200b:error::x'],
    ['\n\n ::error::x', '\n\n :\u200b:error::x'],
    ['a ##[add-path]/evil', 'a ##\u200b[add-path]/evil'],
    ['###[error]', '###\u200b[error]'],
    ['a :: b', 'a :: b'],
    ['std::vector', 'std::vector'],
    ['# heading', '# heading'],
  ] as const)('%j', ([text, harmless]) => {
    expect(inert(text)).toBe(harmless);
  });

  test('is not obeyed, and loses nothing', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(':', '#', '[', ' ', '\n', '\r', '\t', '\u0085', '\ufeff', 'e') }),
        (text) => {
          const harmless = inert(text);
          for (const line of harmless.split(/\r\n|\r|\n/)) {
            expect(line.replace(/^[\s\u0085]+/, '').startsWith('::')).toBe(false);
            expect(line.includes('##[')).toBe(false);
          }
          expect(harmless.replaceAll('\u200b', '')).toBe(text);
        },
      ),
    );
  });
});

describe('A step’s summary', () => {
  const bytes = (text: string): number => Buffer.byteLength(text);
  const notice = /\n\n\*\*The summary was cut here: .*\*\*\n$/;

  test('that fits is left as it is', () => {
    expect(stepSummary('# fine\n')).toBe('# fine\n');
    const full = 'é'.repeat(2 ** 19);
    expect(bytes(full)).toBe(2 ** 20);
    expect(stepSummary(full)).toBe(full);
  });

  test('that does not is cut at a line, and says so', () => {
    const long = Array.from({ length: 60_000 }, (_, at) => `- row ${at}: ✓ 🦆\n`).join('');
    const cut = stepSummary(long);
    expect(bytes(cut)).toBeLessThanOrEqual(2 ** 20);
    expect(bytes(cut)).toBeGreaterThan(2 ** 20 - 50);
    expect(cut).toMatch(notice);
    const kept = cut.replace(notice, '');
    expect(long.startsWith(`${kept}\n`)).toBe(true);
  });

  test('whatever it holds, it never takes more room than there is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'é', '✓', '🦆', '\n', '\ud83e'), maxLength: 400 }),
        fc.integer({ min: 120, max: 600 }),
        (text, room) => {
          expect(bytes(stepSummary(text, { room }))).toBeLessThanOrEqual(room);
        },
      ),
    );
  });
});

/** As GitHub's runner undoes the escapes of a property. */
const unescaped = (text: string): string =>
  text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');

const shownAs = (text: string): string => text.replaceAll(/(?![\t\n])[\p{Cc}\p{Bidi_Control}]/gu, '\ufffd');
