import type { Value } from '../ballot.ts';
import { Fault } from '../fault.ts';
import type { Poll } from '../recording.ts';
import type { Criterion } from '../rubric.ts';
import type { Spelling } from './spelling.ts';

/** Labels that mean yes on a scale of two. */
export const positives = /^(pass|passed|true|yes|1|correct|right|good|ok|accept|accepted|acceptable)$/i;
const negatives = /^(fail|failed|false|no|0|incorrect|wrong|bad|not ok|reject|rejected|unacceptable)$/i;

/** Whether every cast ballot of a poll is a number; gold may be a label all the same. */
export const isScored = ({ values, cells }: Poll): boolean =>
  cells.some(({ codes }) => codes.some((code) => code >= 0)) &&
  cells.every(({ codes }) => codes.every((code) => code < 0 || typeof values[code] === 'number'));

/**
 * A poll of scores with a gold of `pass` or `fail`: a numeric gold passes from `tau` up, a label by its meaning. With `asLabels` the
 * ballots become pass and fail too; without, they stay scores, and the aggregated score is what passes. Null if the ballots are no scores.
 */
export const againstPass = (
  poll: Poll,
  tau: number,
  { asLabels, positive, spelling }: { asLabels: boolean; positive: Value | null; spelling: Spelling },
): Poll | null => {
  // Where gold is a label, the reader took the numbers beside it for text.
  const values = poll.values.map(asNumber);
  const scored = { ...poll, values };
  if (!isScored(scored)) return null;
  const passes = (value: Value): boolean =>
    typeof value === 'number' ? value >= tau : meansYes(value, positive, poll.criterion, spelling);
  const goldAs = (offset: number): (number | null)[] =>
    poll.gold.map((code) => (code === null ? null : offset + (passes(values[code] ?? '') ? 0 : 1)));
  if (!asLabels)
    return {
      ...scored,
      criterion: onInterval(poll, values),
      values: [...values, 'pass', 'fail'],
      gold: goldAs(values.length),
    };
  return {
    criterion: { id: poll.criterion.id, declared: true, scale: { kind: 'nominal', labels: ['pass', 'fail'] } },
    values: ['pass', 'fail'],
    gold: goldAs(0),
    cells: poll.cells.map((cell) => ({
      ...cell,
      codes: cell.codes.map((code) => (code < 0 ? code : passes(values[code] ?? '') ? 0 : 1)),
    })),
  };
};

const meansYes = (label: string, positive: Value | null, { id }: Criterion, { option }: Spelling): boolean => {
  if (positive !== null) return label === String(positive);
  if (positives.test(label)) return true;
  if (negatives.test(label)) return false;
  throw new Fault(
    'scale/forbids-rule',
    `Does gold "${label}" of criterion "${id}" mean pass or fail? With ${option('passAt')}, gold is a score or a label whose meaning is plain (pass and fail, true and false, yes and no).\nName the label that passes with ${option('positive')}.`,
  );
};

/** The criterion of scores that were read as text for the sake of the gold labels beside them. */
const onInterval = ({ criterion }: Poll, values: readonly Value[]): Criterion => {
  if (criterion.scale.kind !== 'nominal') return criterion;
  const numbers = values.filter((value) => typeof value === 'number');
  return { ...criterion, scale: { kind: 'interval', min: Math.min(...numbers), max: Math.max(...numbers) } };
};

const asNumber = (value: Value): Value =>
  typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
