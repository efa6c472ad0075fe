import type { Value } from '../ballot.ts';
import type { Poll } from '../recording.ts';

/** Labels that mean yes on a scale of two. */
export const positives = /^(pass|passed|true|yes|1|correct|right|good|accept|accepted)$/i;

/** Whether every cast ballot of a poll is a number; gold may be a label all the same. */
export const isScored = ({ values, cells }: Poll): boolean =>
  cells.some(({ codes }) => codes.some((code) => code >= 0)) &&
  cells.every(({ codes }) => codes.every((code) => code < 0 || typeof values[code] === 'number'));

/**
 * A poll of scores with a gold of `pass` or `fail`: a numeric gold passes from `tau` up, a label by its meaning. With `asLabels` the
 * ballots become pass and fail too; without, they stay scores, and the aggregated score is what passes. Null if the ballots are no scores.
 */
export const againstPass = (poll: Poll, tau: number, { asLabels }: { asLabels: boolean }): Poll | null => {
  // Where gold is a label, the reader took the numbers beside it for text.
  const values = poll.values.map(asNumber);
  const scored = { ...poll, values };
  if (!isScored(scored)) return null;
  const passes = (value: Value): boolean => (typeof value === 'number' ? value >= tau : positives.test(value));
  const goldAs = (offset: number): (number | null)[] =>
    poll.gold.map((code) => (code === null ? null : offset + (passes(values[code] ?? '') ? 0 : 1)));
  if (!asLabels) return { ...scored, values: [...values, 'pass', 'fail'], gold: goldAs(values.length) };
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

const asNumber = (value: Value): Value =>
  typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
