import * as z from 'zod';
import { votesOnAssertion } from '../assertion.ts';
import type { Settings } from '../analyse/settings.ts';
import type { Quorum } from '../experiment.ts';
import { Fault } from '../fault.ts';
import type { Judge } from '../panel.ts';
import type { AskedCriterion } from '../rubric.ts';
import { quote } from '../wording/quote.ts';
import { check } from './check.ts';
import { closed, oneOf, wholeFrom } from './legal.ts';
import type { Source } from './source.ts';

export type ReadQuorum = {
  readonly quorum: Quorum;
  readonly settings: Pick<Settings, 'verdictQuorum'> & Partial<Pick<Settings, 'onNoQuorum'>>;
};

/** Reads `quorum`. No criterion may need more ballots than the panel casts on it, and "all" has to be one number. */
export const readQuorum = (
  source: Source,
  criteria: readonly AskedCriterion[],
  judges: readonly Judge[],
): ReadQuorum => {
  const written = source.value === undefined ? 1 : check(schema, source);
  const { atLeast, otherwise = 'undecided' } = typeof written === 'object' ? written : { atLeast: written };
  const seats = criteria.map((criterion) => ({ id: criterion.id, seats: seatsOn(criterion, judges) }));
  const fewest = seats.reduce(
    (least, each) => (each.seats < least.seats ? each : least),
    seats[0] ?? { id: '', seats: 0 },
  );
  const other = seats.find((each) => each.seats !== fewest.seats);
  if (atLeast === 'all' && other !== undefined)
    throw new Fault(
      'panel/quorum',
      `The quorum is "all", but the panel casts ${ballots(fewest.seats)} a row on ${quote(fewest.id)} and ${other.seats} on ${quote(other.id)}, so it would be another number on each, and a run has one for all.\nWrite a number up to ${fewest.seats}, for example ${fewest.seats}; or let the same judges ask everything.`,
      { where: source.where() },
    );
  if (atLeast !== 'all' && atLeast > fewest.seats)
    throw new Fault(
      'panel/quorum',
      `The quorum is ${atLeast}, but the panel casts ${ballots(fewest.seats)} a row on ${quote(fewest.id)}, so no row could ever be decided.\nLower "quorum", or seat more: more "judges", or more "samples" of them.`,
      { where: source.where() },
    );
  return {
    quorum: { atLeast },
    settings: {
      // It is the whole panel's, so it rules verdicts: on a curve a panel of three must be free to decide with its three.
      verdictQuorum: atLeast === 'all' ? fewest.seats : atLeast,
      onNoQuorum: otherwise === 'undecided' ? 'error' : otherwise,
    },
  };
};

const ballots = (count: number): string => `${count} ${count === 1 ? 'ballot' : 'ballots'}`;

/** How many ballots a row gets on a criterion; where rows are asked in words of their own, the row that gets the fewest. */
export const seatsOn = (criterion: AskedCriterion, judges: readonly Judge[]): number => {
  const { kind } = criterion;
  if (kind !== 'assertion') return ballotsOf(judges.filter(({ asks }) => asks === 'both' || asks === kind));
  const seats = criterion.on
    .values()
    .map((assertion) => ballotsOf(judges.filter((judge) => votesOnAssertion(assertion, judge))));
  return seats.reduce((least, each) => Math.min(least, each), Infinity);
};

const ballotsOf = (judges: readonly Judge[]): number => judges.reduce((sum, { samples }) => sum + samples, 0);

const TAKES = 'a number of ballots, "all", or a map such as {atLeast: 5, otherwise: undecided}';
const least = z.union([wholeFrom(1), z.literal('all')], { error: 'a whole number from 1 up, or "all"' });

const schema = z.union(
  [
    wholeFrom(1),
    z.literal('all'),
    closed({
      atLeast: least,
      otherwise: oneOf('undecided', 'error', 'abstain', 'fail', 'exclude').optional(),
    }),
  ],
  { error: TAKES },
);
