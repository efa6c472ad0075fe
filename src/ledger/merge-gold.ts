import type { Value } from '../ballot.ts';
import type { Poll, Recording } from '../recording.ts';
import { inferScale } from './infer-scale.ts';
import { goldOnDeclaredScale } from './on-declared-scale.ts';

/**
 * The recording with the gold that it lacks and `other` has, by the ids of row and criterion; `taken` counts it. Gold that is
 * there stays, whatever `other` says. Gold that can't be one of the poll's values is not taken: off a declared scale, or text among numbers.
 */
export const withGoldOf = (recording: Recording, other: Recording): { recording: Recording; taken: number } => {
  const goldOf = goldById(other);
  let taken = 0;
  const polls = recording.polls.map((poll) => {
    const known = goldOf.get(poll.criterion.id);
    if (known === undefined) return poll;
    const merged = withGold(
      poll,
      recording.rows.map(({ id }) => known.get(id)),
    );
    taken += merged.taken;
    return merged.poll;
  });
  return taken === 0 ? { recording, taken } : { recording: { ...recording, polls }, taken };
};

/** By id of the criterion, by id of the row. */
const goldById = ({ polls, rows }: Recording): Map<string, Map<string, Value>> =>
  new Map(
    polls.map(({ criterion, values, gold }) => {
      const byRow = rows.flatMap(({ id }, row): [string, Value][] => {
        const value = values[gold[row] ?? -1];
        return value === undefined ? [] : [[id, value]];
      });
      return [criterion.id, new Map(byRow)];
    }),
  );

/** `found` is the other gold by row of the poll. */
const withGold = (poll: Poll, found: readonly (Value | undefined)[]): { poll: Poll; taken: number } => {
  const values = [...poll.values];
  const codes = new Map(values.map((value, code) => [value, code]));
  let taken = 0;
  const gold = found.map((written, row) => {
    const own = poll.gold[row] ?? null;
    if (own !== null || written === undefined) return own;
    const value = asSettled(poll, values, written);
    if (value === null) return null;
    taken += 1;
    const code = codes.get(value) ?? values.push(value) - 1;
    codes.set(value, code);
    return code;
  });
  if (taken === 0) return { poll, taken };
  return { poll: { ...poll, criterion: rescaled({ ...poll, values, gold }), values, gold }, taken };
};

/** The value as the ballots have it: as the declared scale reads it, or as a number or text like the others; null where it can't be. */
const asSettled = ({ criterion }: Poll, values: readonly Value[], written: Value): Value | null => {
  if (criterion.declared) return goldOnDeclaredScale(criterion.scale, written);
  const [first = written] = values;
  if (typeof first === 'string') return String(written);
  if (typeof written === 'number') return written;
  const number = Number(written);
  return Number.isFinite(number) && String(number) === written ? number : null;
};

/** A scale that was inferred is inferred again, for it has to hold the gold too. */
const rescaled = ({ criterion, values, gold, cells }: Poll): Poll['criterion'] => {
  if (criterion.declared) return criterion;
  const [cast, right] = [new Set<number>(), new Set(gold)];
  for (const { codes } of cells) for (const code of codes) cast.add(code);
  const of = (used: ReadonlySet<number | null>): Value[] => values.filter((_, code) => used.has(code));
  return { ...criterion, scale: inferScale(of(cast), of(right)) };
};
