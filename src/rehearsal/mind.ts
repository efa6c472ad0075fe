import type { Value } from '../ballot.ts';
import type { Rehearsal, SimulatedJudge } from '../rehearsal.ts';
import type { Scale } from '../rubric.ts';
import { normalQuantile } from '../statistics/normal.ts';
import { normalAt, uniformAt } from './chance.ts';
import { own } from './own.ts';
import { hiddenTruth, wrongValue } from './wrong-value.ts';

/** What a simulated judge is told of a slot. Without a gold value the row has a hidden truth, which the seed decides. */
export type Facts = {
  readonly row: string;
  readonly criterion: string;
  readonly judge: string; // its id
  readonly name: string; // the entry of the config that it comes from
  readonly sample: number;
  readonly gold: Value | null;
  readonly scale: Scale;
  readonly difficulty: string | null; // the row's value in the declared column
};

export type Thought =
  | { readonly kind: 'cast'; readonly value: Value; readonly reason: string }
  | { readonly kind: 'abstained'; readonly reason: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'brokenJson' };

/**
 * The simulated judge: what it says on one slot, a function of the seed and the slot alone.
 * Gaussian copula (Li 2000): a row's trap, the judge's own misreading of it and each sample's noise add up to a standard normal variable,
 * and the judge is wrong where that lies in the upper tail that its error rate names. Hence the rate holds whatever the correlation.
 */
export const mind = (rehearsal: Rehearsal, facts: Facts): Thought => {
  const { row, criterion, judge, sample } = facts;
  const { seed, faults } = rehearsal;
  const { error, abstains } = simulatedJudge(rehearsal, facts);
  // One draw for the three, so that each has its declared share of all slots.
  const fate = uniformAt(seed, 'fate', row, criterion, judge, sample);
  if (fate < faults.refused) return { kind: 'refused' };
  if (fate < faults.refused + faults.brokenJson) return { kind: 'brokenJson' };
  if (fate < faults.refused + faults.brokenJson + abstains) return { kind: 'abstained', reason };
  const truth = facts.gold ?? hiddenTruth(seed, facts);
  const value = isWrong(rehearsal, facts, error) ? wrongValue(seed, facts, truth) : truth;
  return { kind: 'cast', value, reason };
};

const reason = "Simulated: drawn from the rehearsal's declared error rates; no model was asked.";

/** The rates of a judge: by its id, by its entry's name, or those of all others. */
const simulatedJudge = ({ judges }: Rehearsal, { judge, name }: { judge: string; name: string }): SimulatedJudge =>
  own(judges, judge) ?? own(judges, name) ?? own(judges, '*') ?? { error: 0, abstains: 0 };

const isWrong = (rehearsal: Rehearsal, facts: Facts, error: number): boolean => {
  const { seed, correlation, stubbornness, difficulty } = rehearsal;
  const { row, criterion, judge, sample } = facts;
  const shift = facts.difficulty === null ? 0 : (own(difficulty?.shifts, facts.difficulty) ?? 0);
  const latent =
    Math.sqrt(correlation) * normalAt(seed, 'trap', row, criterion) +
    Math.sqrt(stubbornness) * normalAt(seed, 'own', row, criterion, judge) +
    Math.sqrt(Math.max(0, 1 - correlation - stubbornness)) * normalAt(seed, 'noise', row, criterion, judge, sample);
  return latent > -(normalQuantile(error) + shift);
};
