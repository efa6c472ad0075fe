import type { Comparison, Difference, Pairing } from '../compare/comparison.ts';
import { rateText } from './compare-arms.ts';
import {
  conclusionName,
  decimalsOf,
  measureOf,
  namesIn,
  pValue,
  signedPoints,
  signedRange,
  span,
  usd,
  type Measured,
} from './compare-words.ts';
import { count } from './format.ts';
import { html, type Content, type Markup } from './markup.ts';
import { usedColumns } from './page-table.ts';

/** The differences of every arm from the reference on one subject: verdicts with the tests that they do not differ, then the rest. */
export const pairingTables = (pairings: readonly Pairing[], comparison: Comparison): Markup => {
  const reference = comparison.arms[0]?.name ?? 'the reference';
  return html`<h3>Differences</h3>
    ${usedColumns(
      [
        ['Arm', 'name'],
        ['So it is', 'text'],
        ['Errors, points', 'number'],
        ['Passes, points', 'number'],
        ['Worse / better', 'number'],
        ['p', 'number'],
        ['Adjusted', 'number'],
      ],
      pairings.map((pairing) => [namesIn(comparison, pairing).arm, ...verdictCells(pairing)]),
      `Each arm less ${reference}, row by row on the rows that both have: above 0 the arm has more of it.`,
    )}
    ${usedColumns(
      [
        ['Arm', 'name'],
        ['Rows paired', 'number'],
        ['Decides alike', 'number'],
        ['Cost a row', 'number'],
        ['Slowest ballot', 'number'],
      ],
      pairings.map((pairing): Content[] => {
        const { paired, agreement, usd: cost, latencyMs } = pairing;
        return [
          namesIn(comparison, pairing).arm,
          count(paired),
          rateText(agreement),
          cost === null ? null : signed(cost, usd),
          latencyMs === null ? null : signed(latencyMs, span),
        ];
      }),
      'How often both decide alike, of the rows that both decide; what a row costs, and how long its slowest ballot takes, on the mean.',
    )}`;
};

const verdictCells = (pairing: Pairing): Content[] => {
  const { error, fail } = pairing;
  const measure = measureOf(pairing);
  const test = measure?.test ?? null;
  return [
    measure && tag(measure),
    error && pointsCell(error.difference),
    fail && pointsCell(negated(fail.difference)),
    test && `${test.worse} / ${test.better}`,
    test && `${test.exact ? '' : '≈ '}${bare(test.p)}`,
    test && bare(test.adjusted),
  ];
};

const tag = (measure: Measured): Markup => {
  // Fewer passes are no worse by themselves.
  const colour = measure.by === 'passes' ? '' : colours[measure.conclusion];
  return html`<span class="tag ${colour}">${conclusionName(measure)}</span>`;
};

const colours = { worse: 'wrong', better: 'right', open: 'open', 'not-worse': '', alike: '' } as const;

const pointsCell = (difference: Difference): string => {
  const value = signedPoints(difference.value, decimalsOf(difference));
  return Number.isFinite(difference.lower) ? `${value} (${signedRange(difference)})` : value;
};

/** A difference of costs or times with its sign, and its interval where that adds something. */
const signed = ({ value, lower, upper }: Difference, shown: (value: number) => string): string => {
  const each = (of: number): string => `${of > 0 ? '+' : of < 0 ? '−' : ''}${shown(of)}`;
  const tells = Number.isFinite(lower) && (each(lower) !== each(value) || each(upper) !== each(value));
  return tells ? `${each(value)} (${each(lower)} to ${each(upper)})` : each(value);
};

const negated = (difference: Difference): Difference => ({
  ...difference,
  value: -difference.value,
  lower: -difference.upper,
  upper: -difference.lower,
});

const bare = (p: number): string => pValue(p).replace('= ', '');
