import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Arm } from '../../src/arm.ts';
import { baselineJson } from '../../src/baseline/baseline-json.ts';
import { readBaseline } from '../../src/baseline/read-baseline.ts';
import { folderOf } from '../config/files.ts';
import { anyArm, arm, armRow, subject } from './arms.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A hash as provenance has it. */
const print = (text: string): string => hash(text).slice(0, 16);

const whole: Arm = arm(
  [
    subject('grounded', [
      armRow('r1', { group: 'ticket-7' }),
      armRow('r2', {
        verdict: { kind: 'undecided', cause: 'tie', counted: 8, leaders: ['no', 'yes'] },
        votes: [
          { value: 'yes', count: 4 },
          { value: 'no', count: 4 },
        ],
        error: 0.5,
        passes: null,
        outcomes: { cast: 8, abstained: 1, invalid: 0, failed: 0 },
      }),
      armRow('r3', {
        verdict: { kind: 'undecided', cause: 'no quorum', counted: 0 },
        votes: [],
        gold: null,
        error: null,
        passes: null,
        missing: true,
        outcomes: { cast: 0, abstained: 0, invalid: 2, failed: 7 },
      }),
    ]),
    subject(
      'combined',
      [
        armRow('r1', {
          group: 'ticket-7',
          verdict: { kind: 'decided', value: 'pass', support: 4, counted: 4 },
          gold: 'pass',
          votes: [],
          outcomes: { cast: 36, abstained: 0, invalid: 0, failed: 0 },
        }),
      ],
      { kind: 'combined', pass: 'pass' },
    ),
  ],
  {
    provenance: {
      panel: 'p1',
      criteria: { grounded: 'c1' },
      rows: { r1: { input: 'i1', output: 'o1' }, r2: { input: 'i2', output: null } },
    },
  },
);

test('A baseline has a row a line, and nothing that the votes tell already', async () => {
  await expect(baselineJson(whole, { version: '1.2.3' })).toMatchFileSnapshot('__snapshots__/baseline.json');
});

test('What was written is read back, with the hash of the file', async () => {
  const text = baselineJson(whole, { version: '1.2.3' });
  const path = join(folderOf({ 'baseline.json': text }), 'baseline.json');
  expect(await readBaseline(path)).toEqual({ arm: { ...whole, kind: 'baseline' }, sha256: hash(text) });
});

test('Every arm is read back as it was, and the same arm gives the same bytes', async () => {
  const path = join(folderOf({}), 'baseline.json');
  await fc.assert(
    fc.asyncProperty(anyArm, async (before) => {
      const text = baselineJson(before, { version: '1.2.3' });
      expect(text.split('\n').filter((line) => line.startsWith('{"row":')).length).toBe(rowsIn(before));
      writeFileSync(path, text);
      const { arm: after } = await readBaseline(path);
      expect(after).toEqual(before);
      expect(baselineJson(after, { version: '1.2.3' })).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test('A criterion may have a name that objects have a use for of their own', async () => {
  const before = arm(
    ['__proto__', 'constructor'].map((id) => subject(id, [armRow('r1'), armRow('__proto__')])),
    {
      kind: 'baseline',
      provenance: {
        panel: 'p1',
        criteria: Object.fromEntries([['__proto__', 'c1']]),
        rows: Object.fromEntries([['__proto__', { input: 'i1', output: null }]]),
      },
    },
  );
  const path = join(folderOf({ 'baseline.json': baselineJson(before, { version: '1.2.3' }) }), 'baseline.json');
  const { arm: after } = await readBaseline(path);
  expect(after.subjects.map(({ id, rows }) => [id, [...rows.keys()]])).toEqual([
    ['__proto__', ['r1', '__proto__']],
    ['constructor', ['r1', '__proto__']],
  ]);
  expect(Object.entries(after.provenance?.criteria ?? {})).toEqual([['__proto__', 'c1']]);
  expect(Object.keys(after.provenance?.rows ?? {})).toEqual(['__proto__']);
});

test('A formatter that spreads the file over more lines, or a byte order mark, changes nothing', async () => {
  const text = baselineJson(whole, { version: '1.2.3' });
  const path = join(
    folderOf({ 'baseline.json': `\uFEFF${JSON.stringify(JSON.parse(text), null, 2)}` }),
    'baseline.json',
  );
  expect((await readBaseline(path)).arm).toEqual({ ...whole, kind: 'baseline' });
});

test('150 rows on four criteria and all of them combined, hashes included, stay below 90 kB', () => {
  const rows = Array.from({ length: 150 }, (_, at) => `r-${String(at).padStart(4, '0')}`);
  const criteria = ['grounded', 'complete', 'tone', 'safe'];
  const large = arm(
    [
      ...criteria.map((id) =>
        subject(
          id,
          rows.map((row) => armRow(row)),
        ),
      ),
      subject(
        'combined',
        rows.map((row) =>
          armRow(row, {
            verdict: { kind: 'decided', value: 'pass', support: 4, counted: 4 },
            votes: [],
            gold: 'pass',
            outcomes: { cast: 36, abstained: 0, invalid: 0, failed: 0 },
          }),
        ),
        { kind: 'combined', pass: 'pass' },
      ),
    ],
    {
      provenance: {
        panel: print('panel'),
        criteria: Object.fromEntries(criteria.map((id) => [id, print(id)])),
        rows: Object.fromEntries(rows.map((row) => [row, { input: print(row), output: print(`${row}!`) }])),
      },
    },
  );
  expect(Buffer.byteLength(baselineJson(large, { version: '1.2.3' }))).toBeLessThan(90_000);
});

/** How many rows an arm knows, on any subject or by their hashes. */
const rowsIn = ({ subjects, provenance }: Arm): number =>
  new Set([...subjects.flatMap(({ rows }) => [...rows.keys()]), ...Object.keys(provenance?.rows ?? {})]).size;
