import type { GateResult } from '../gate.ts';

export type Decision = GateResult['decision'];

/** What is demanded of a figure: that it reach a value, or stay within it. */
export type Demand = { readonly bound: 'atLeast' | 'atMost'; readonly value: number };

/** Where a figure surely lies: each end with the gate's confidence on its own. */
export type Bounds = { readonly lower: number; readonly upper: number };

/** Three outcomes: surely kept, surely broken, or the bounds reach over the demanded value. */
export const decide = ({ bound, value }: Demand, { lower, upper }: Bounds): Decision => {
  const [keeps, breaks] =
    bound === 'atLeast'
      ? [lower >= value - rounding, upper < value - rounding]
      : [upper <= value + rounding, lower > value + rounding];
  return keeps ? 'pass' : breaks ? 'fail' : 'inconclusive';
};

const rounding = 1e-12;

/**
 * A decision in the face of rows of which nothing is known: it stands only if it would stand whatever they were. `of` decides with each
 * of them counted as given; null leaves them out.
 */
export const despiteUnknown = (
  of: (fill: number | null) => Decision,
  { worst, best, unknown }: { readonly worst: number; readonly best: number; readonly unknown: number },
): { readonly decision: Decision; readonly turned: boolean } => {
  const decision = of(null);
  if (unknown === 0 || decision === 'inconclusive') return { decision, turned: false };
  const turned = of(decision === 'pass' ? worst : best) !== decision;
  return { decision: turned ? 'inconclusive' : decision, turned };
};

/** Why a decision that the counted rows would allow does not stand. */
export const turnable = (unknown: number, why: string): string =>
  `${unknown} ${unknown === 1 ? 'row is' : 'rows are'} ${why}, and could turn it.`;
