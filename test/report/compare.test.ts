import { describe, expect, test } from 'vitest';
import { comparisonPage } from '../../src/report/compare-html.ts';
import { comparisonJson } from '../../src/report/compare-json.ts';
import { comparisonMarkdown } from '../../src/report/compare-markdown.ts';
import { comparisonSummary } from '../../src/report/compare-terminal.ts';
import { threeArms, twoArms } from './compared.ts';
import { plain } from './found.ts';

const compared = [
  { name: 'two-arms', comparison: twoArms, title: 'small against big' },
  { name: 'three-arms', comparison: threeArms, title: 'Two candidates against the baseline' },
] as const;

describe.for(compared)('$name, whole', ({ name, comparison, title }) => {
  test.for([
    ['index.html', comparisonPage(comparison, { title, version: '0.0.0' })],
    ['summary.md', comparisonMarkdown(comparison, { title })],
    ['comparison.json', comparisonJson(comparison, { title, version: '0.0.0' })],
    ['terminal-80.txt', `${comparisonSummary(comparison, { width: 80, ...plain })}\n`],
    ['terminal-40.txt', `${comparisonSummary(comparison, { width: 40, ...plain })}\n`],
  ] as const)('%s', async ([file, content]) => {
    await expect(content).toMatchFileSnapshot(`__snapshots__/compare-${name}-${file}`);
  });

  test.for([80, 40])('the terminal summary keeps to %i columns', (width) => {
    const lines = comparisonSummary(comparison, { width, ...plain, strong: (text) => text }).split('\n');
    expect(lines.filter((line) => line.length > width)).toEqual([]);
  });
});

describe('Who simulated ballots reads so first', () => {
  test.for([
    { marks: { simulated: true, rehearsal: false }, word: 'SIMULATED' },
    { marks: { simulated: true, rehearsal: true }, word: 'REHEARSAL' },
  ])('$word', ({ marks, word }) => {
    const comparison = { ...twoArms, ...marks };
    expect(comparisonPage(comparison, { title: 'x', version: '0' })).toContain(`<title>${word}: x</title>`);
    expect(comparisonMarkdown(comparison, { title: 'x' })).toMatch(new RegExp(`^# ${word}: x\n\n\\*\\*${word}`));
    expect(comparisonSummary(comparison, { width: 80, ...plain })).toMatch(new RegExp(`^${word}`));
    expect(JSON.parse(comparisonJson(comparison, { title: 'x', version: '0' }))).toMatchObject(marks);
  });
});

describe('comparison.json keeps the names that programs read', () => {
  const read = JSON.parse(comparisonJson(twoArms, { title: 'x', version: '0.0.0' }));

  test('at the top, and arms by name', () => {
    expect(read).toMatchObject({ schema: 'empanel/comparison@1', reference: 'small', level: 0.95, margin: 0.01 });
    const arms = [...read.pairings, ...read.mismatches, ...read.frontiers[0].points, ...read.frontiers[0].buys];
    expect(new Set(arms.map(({ arm }: { arm: string }) => arm))).toEqual(new Set(['small', 'big']));
  });

  test('in a pairing, and in its changed rows both verdicts with their votes', () => {
    const [pairing] = read.pairings;
    expect(pairing).toMatchObject({
      arm: 'big',
      reference: 'small',
      subject: 'safe',
      sentence: expect.stringContaining('big errs on'),
      error: { conclusion: 'better', difference: { rows: 198 }, test: { name: 'sign-flip', exact: true } },
      unpaired: [{ why: 'not in big', rows: ['r-198', 'r-199'] }],
    });
    expect(pairing.changed).toHaveLength(22);
    for (const row of pairing.changed)
      expect(row).toMatchObject({ reference: { votes: expect.any(Array) }, arm: { verdict: expect.any(String) } });
  });

  test('what has no end is null, as JSON has it', () => {
    const [pairing] = twoArms.pairings;
    if (pairing === undefined) throw new Error('two arms were compared');
    const usd = { value: 1, lower: -Infinity, upper: Infinity, rows: 1, method: 't' as const };
    const one = JSON.parse(
      comparisonJson({ ...twoArms, pairings: [{ ...pairing, usd }] }, { title: 'x', version: '0' }),
    );
    expect(one.pairings[0].usd).toEqual({ ...usd, lower: null, upper: null });
  });
});
