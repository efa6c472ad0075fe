import { describe, expect, test } from 'vitest';
import type { Comparison, Conclusion, PairedTest, Pairing } from '../../src/compare/comparison.ts';
import { frontierSentence, selectionSentence } from '../../src/report/compare-choice.ts';
import { comparisonHeadline, pairingSentences } from '../../src/report/compare-headline.ts';
import { latencySentence, priceSentence } from '../../src/report/compare-price.ts';
import { verdictSentences } from '../../src/report/compare-sentence.ts';
import { differenceWith, manyArms, pairingWith, threeArms, twoArms } from './compared.ts';

const testWith = (p: number, change: Partial<PairedTest> = {}): PairedTest => ({
  name: 'mcnemar',
  p,
  adjusted: p,
  exact: true,
  worse: 20,
  better: 36,
  ...change,
});

const found = (
  conclusion: Conclusion,
  [value, lower, upper]: readonly [number, number, number],
  test: PairedTest = testWith(0.2),
) => ({ difference: differenceWith(value, lower, upper), test, conclusion });

const dearer = { usd: differenceWith(0.012, 0.011, 0.013) };
const cheaper = { usd: differenceWith(-0.012, -0.013, -0.011) };
const better = found('better', [-0.032, -0.053, -0.011], testWith(0.004, { adjusted: 0.012 }));
const worse = found('worse', [0.032, 0.011, 0.053], testWith(0.0002));
const notWorse = found('not-worse', [0.001, -0.006, 0.008], testWith(0.8, { name: 'sign-flip' }));
const alike = found('alike', [0, -0.0076, 0.0076], testWith(1));
const open = found('open', [0.006, -0.02, 0.031]);
const agreement = { value: 0.912, lower: 0.88, upper: 0.937, rows: 480, groups: null };

const pairings: Readonly<Record<string, Partial<Pairing>>> = {
  'better, and dearer': { error: better, ...dearer },
  'better, and cheaper': { error: better, ...cheaper },
  'better, at the same cost': { error: better, usd: differenceWith(0, 0, 0) },
  'better, at a cost that is not shown to differ': { error: better, usd: differenceWith(0.001, -0.002, 0.004) },
  'worse, and dearer': { error: worse, ...dearer },
  'worse, and cheaper': { error: worse, ...cheaper },
  'not worse, and dearer': { error: notWorse, ...dearer },
  'not worse, and cheaper': { error: notWorse, ...cheaper, latencyMs: differenceWith(-400, -600, -200) },
  'no difference that can be seen': { error: found('not-worse', [0, -0.006, 0.006]) },
  'alike, and dearer': { error: alike, ...dearer },
  'alike, and cheaper': { error: alike, ...cheaper },
  'open, and dearer': { error: open, rowsNeeded: 1240, ...dearer },
  'open, and cheaper': { error: open, rowsNeeded: 1240, ...cheaper },
  'open, though there are rows enough': { error: open, rowsNeeded: 400 },
  'open, for one of several tests': {
    error: found('open', [-0.02, -0.038, -0.002], testWith(0.03, { adjusted: 0.09 })),
  },
  'passes fewer': { fail: found('worse', [0.032, 0.011, 0.053], testWith(0.004)), agreement, ...dearer },
  'passes more': { fail: found('better', [-0.032, -0.053, -0.011], testWith(0.004)), agreement, ...cheaper },
  'passes no fewer': { fail: notWorse, agreement },
  'passes, open': { fail: open, agreement, rowsNeeded: 1240 },
  'passes alike': { fail: alike, agreement },
  'neither gold nor a label that passes': { agreement },
  'no row that both decide': {},
  'no row in common': { paired: 0 },
  'slower by little': { error: alike, latencyMs: differenceWith(40, 20, 60) },
  'slower or faster': { error: alike, latencyMs: differenceWith(40, -20, 60) },
  'one row, of which no interval can be had': { error: alike, usd: differenceWith(0.01, -Infinity, Infinity, 1) },
};

/** The pairings of two more arms, which the p of the first is adjusted for. */
const others = (pairing: Pairing): Pairing[] => [2, 3].map((arm) => ({ ...pairing, arm }));

const changed = twoArms.pairings.flatMap((pairing) => pairing.changed).slice(0, 1);
const cases = Object.entries(pairings).map(([name, change]) => {
  const pairing = pairingWith({ changed, ...change });
  return { name, pairing, comparison: { ...twoArms, pairings: [pairing, ...others(pairing)] } satisfies Comparison };
});

test('what every pairing says reads as prose', async () => {
  const prose = cases.map(({ name, pairing, comparison }) =>
    [
      name,
      `  ${comparisonHeadline(comparison)}`,
      `  ${[...verdictSentences(pairing, comparison), priceSentence(pairing, comparison), latencySentence(pairing)].filter((said) => said !== null).join(' ')}`,
      '',
    ].join('\n'),
  );
  await expect(prose.join('\n')).toMatchFileSnapshot('__snapshots__/compare-sentences.txt');
});

test.for(cases)('$name: nothing unknown, nothing endless', ({ pairing, comparison }) => {
  for (const said of [comparisonHeadline(comparison), ...pairingSentences(pairing, comparison)]) {
    expect(said).not.toMatch(/NaN|undefined|null|Infinity|\$-| {2}/);
    expect(said).toMatch(/\.$/);
    expect(said.length).toBeLessThan(330);
  }
});

describe('The figures of a sentence', () => {
  test('a price per error: dollars a row over errors a row', () => {
    const pairing = pairingWith({ error: better, ...dearer });
    expect(priceSentence(pairing, twoArms)).toContain('where an error costs more than $0.38 ($0.23–$1.09');
  });

  test('the ends of an interval stand in the order of their size, the sign in the words', () => {
    expect(verdictSentences(pairingWith({ error: better }), twoArms)[0]).toBe(
      "big errs on 3.2 points fewer rows than small (1.1–5.3 points; p = 0.004, adjusted 0.012, McNemar's mid-p on 500 rows): it is better.",
    );
  });

  test('passes are what failures are not', () => {
    const fewer = pairingWith({ fail: found('worse', [0.032, 0.011, 0.053], testWith(0.004)), agreement });
    expect(verdictSentences(fewer, twoArms)[0]).toMatch(/^big passes on 3\.2 points fewer rows than small \(1\.1–5\.3/);
  });

  test('an unknown cost is unknown, and whose it is is said', () => {
    const [small, big] = twoArms.arms;
    if (small === undefined || big === undefined) throw new Error('two arms were compared');
    const unknown = { ...twoArms, arms: [small, { ...big, usdPerRow: null }] };
    expect(priceSentence(pairingWith({ error: better }), unknown)).toBe(
      'What big costs is unknown, so nothing is said of the price.',
    );
  });
});

describe('Which ballots to buy', () => {
  const [frontier] = twoArms.frontiers;
  if (frontier === undefined) throw new Error('the two arms have a frontier');
  const [first] = frontier.buys;

  test('at each price of an error', () => {
    expect(frontierSentence({ ...frontier, buys: frontier.buys.slice(0, 3) }, twoArms)).toBe(
      'Below $0.018 an error, ask 1 ballot of small; from there 3 ballots of small; from $0.041, 1 ballot of big.',
    );
  });

  test('at any price', () => {
    const only = first === undefined ? [] : [{ ...first, to: null }];
    expect(frontierSentence({ ...frontier, buys: only }, twoArms)).toMatch(/^Whatever an error costs, ask 1 ballot of/);
    expect(frontierSentence({ ...frontier, buys: [] }, twoArms)).toBeNull();
  });
});

test('of many arms the best is told with what it is worth on other rows', () => {
  const selection = { subject: 'safe', arm: 2, apparent: 0.041, nested: 0.049, optimism: 0.008, frequency: [0, 0, 1] };
  expect(selectionSentence(selection, threeArms)).toBe(
    'haiku did best, with 4.1% errors; picked on some rows and counted on others the best arm errs on 4.9%.',
  );
  expect(selectionSentence({ ...selection, frequency: [0.2, 0, 0.8] }, threeArms)).toContain(
    'the best arm errs on 4.9% (it was haiku 80% of the time).',
  );
});

describe('The headline of several subjects', () => {
  test('tells each arm on each', () => {
    expect(comparisonHeadline(threeArms)).toBe(
      "luna against baseline.json: can't tell on safe and tone. haiku against baseline.json: can't tell on safe; alike on tone. What a row costs is unknown, so nothing is said of prices.",
    );
  });

  test('groups the arms where they are many', () => {
    expect(comparisonHeadline(manyArms)).toMatch(
      /^Against runs\/2026-11-10\/panel-of-1, .*panel-of-8 (?:is|are) (?:better|not worse); can't tell of /,
    );
    expect(comparisonHeadline(manyArms).length).toBeLessThan(500);
  });

  test('is that of all criteria together, where they are combined', () => {
    const pairings = [
      pairingWith({ error: worse, subject: 'safe' }),
      pairingWith({ error: better, subject: 'combined', ...dearer }),
    ];
    expect(comparisonHeadline({ ...twoArms, pairings })).toMatch(/^big is better than small: /);
    expect(comparisonHeadline({ ...twoArms, pairings: [] })).toContain('big is asked nothing that the reference is.');
  });
});
