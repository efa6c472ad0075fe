import fc from 'fast-check';
import { DOMParser } from 'linkedom';
import { describe, expect, test } from 'vitest';
import type { Findings } from '../../src/analyse/findings.ts';
import { htmlPage } from '../../src/report/html.ts';
import { markdown } from '../../src/report/markdown.ts';
import { reportJson, reportOf } from '../../src/report/report.ts';
import { terminalSummary } from '../../src/report/terminal.ts';
import { named, plain, smallRecording } from './found.ts';
import { allGates, baseline, found, guard } from './gate-results.ts';

const small = await smallRecording();
const gated: Findings = { ...small, rehearsal: true, gates: allGates };

describe('Gates come first, and right after the mark', () => {
  test('in summary.md', async () => {
    const lines = markdown(gated, named).split('\n');
    expect(lines.slice(0, 7)).toEqual([
      '# REHEARSAL: Two criteria, two judges',
      '',
      expect.stringMatching(/^\*\*REHEARSAL/),
      '',
      '## Gates',
      '',
      "**Of 6 gates 1 failed and 2 can't tell.**",
    ]);
    const end = lines.indexOf('## safe');
    await expect(`${lines.slice(4, end).join('\n')}\n`).toMatchFileSnapshot('__snapshots__/gates-summary.md');
  });

  test.for([80, 40])('on a terminal of %i columns', async (width) => {
    const paint = { good: shout('green'), bad: shout('red'), warn: shout('yellow') };
    const shown = terminalSummary(gated, { width, ...plain, ...paint });
    expect(shown).toMatch(/^<yellow>REHEARSAL[^✓✗?]*\n\n<green>✓ pass: passRate ≥ 90% · combined/);
    for (const line of ['<red>✗ fail: 5 guarded rows', "<yellow>? can't tell: passRate ≥ 90% · right"])
      expect(shown).toContain(line);
    const bare = terminalSummary(gated, { width, ...plain, strong: (text) => text });
    expect(bare.split('\n').filter((line) => line.length > width)).toEqual([]);
    await expect(`${bare.slice(0, bare.indexOf('safe:'))}\n`).toMatchFileSnapshot(
      `__snapshots__/gates-terminal-${width}.txt`,
    );
  });

  test('on the page: a table with a tag each, above all else, and a link to it and to what it speaks of', () => {
    const page = htmlPage({ ...gated, gates: [...allGates, found({ name: 'one criterion', subject: 'tone' })] }, named);
    const document = new DOMParser().parseFromString(page, 'text/html');
    const lines = [...document.querySelectorAll('#gates tbody tr')].map((line) =>
      [...line.querySelectorAll('td')].map((cell) => cell.textContent.trim().replaceAll(/\s+/g, ' ')),
    );
    expect(lines.map(([gate]) => gate)).toEqual([
      '✓ pass passRate ≥ 90% · combined',
      "? can't tell passRate ≥ 90% · right",
      '✓ pass not worse than evals/baseline.json by 2 points · combined',
      "? can't tell not worse than evals/baseline.json by 2 points · right",
      '✗ fail 5 guarded rows · combined',
      '✓ pass latency ≤ 5 s · each row',
      '✓ pass one criterion',
    ]);
    expect(lines[4]?.[1]).toBe('2 of 5 guarded rows failed: r-17, r-40.');
    expect([...document.querySelectorAll('#gates .tag')].map((tag) => tag.getAttribute('class'))).toEqual([
      'tag right',
      'tag open',
      'tag right',
      'tag open',
      'tag wrong',
      'tag right',
      'tag right',
    ]);
    expect(document.querySelector('nav a')?.getAttribute('href')).toBe('#gates');
    expect(document.querySelector('#gate-7 a')?.getAttribute('href')).toBe('#c1');
    // Nothing is combined here, so nothing can be pointed at.
    expect(document.querySelector('#gate-1 a')).toBeNull();
    expect(page.indexOf('id="gates"')).toBeLessThan(page.indexOf('id="c0"'));
  });

  test('and where no gate is declared, none is spoken of', () => {
    for (const text of [
      markdown(small, named),
      htmlPage(small, named),
      terminalSummary(small, { width: 80, ...plain }),
    ])
      expect(text).not.toMatch(/\bgates?\b/i);
  });
});

describe('report.json', () => {
  const report = JSON.parse(reportJson(reportOf(gated, named)));

  test('has every gate, and of a baseline its file and its hash', async () => {
    await expect(`${JSON.stringify(report.gates, null, 1)}\n`).toMatchFileSnapshot('__snapshots__/gates.json');
    expect(report.gates[2].baseline).toEqual({ file: baseline().file, sha256: baseline().sha256 });
  });

  test('has the provenance of the run as it is; null of ballots that were cast elsewhere', () => {
    const provenance = { criteria: { safe: 'c0ffee' }, rows: { 'row-01': { input: 'a', output: null } }, panel: 'b' };
    expect(reportOf({ ...small, provenance }, named).provenance).toEqual(provenance);
    expect(report.provenance).toBeNull();
  });
});

describe('What a gate tells is text', () => {
  const told = (text: string): Findings => ({
    ...small,
    gates: [
      found({ name: text, subject: text, reason: text, left: [{ why: text, rows: [text] }] }),
      found({ spec: guard({ rows: [text] }), decision: 'fail', offenders: [text, text] }),
      found({ spec: baseline({ file: text, sha256: text }), offenders: [text] }),
    ],
  });
  const tags = (page: string): string[] => page.match(/<\/?[a-z][a-z0-9]*/g) ?? [];
  const usual = tags(htmlPage(told('plain'), named));

  test('on the page, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('<', '>', '"', "'", '&', '/', 'b', ' ', '`') }),
        (text) => {
          expect(tags(htmlPage(told(text), named))).toEqual(usual);
        },
      ),
      { numRuns: 25 },
    );
  });

  test.for(['a | b', 'a\n\n# b', '<b>x</b>', '[x](http://evil)', '`rm`', '@everyone'])('in summary.md: %j', (text) => {
    const lines = markdown(told(text), named).split('\n');
    expect(lines.filter((line) => line.startsWith('#'))).toHaveLength(4);
    const table = lines.filter((line) => /\*\*[✓✗?]/.test(line));
    expect(table.map((line) => line.replaceAll('\\|', '').split('|').length)).toEqual([5, 5, 5]);
    expect(table.join('\n')).not.toMatch(/(?<!\\)[<`[](?!!-- -->)|@everyone/);
  });

  test('and on the terminal, which is given no command', () => {
    const shown = terminalSummary(told('a\u001b[31m\u0007\u009b2J\u202eb'), { width: 80, ...plain });
    expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
  });
});

const shout =
  (colour: string) =>
  (text: string): string =>
    `<${colour}>${text}`;
