import { intervalFromSummary } from '../statistics/error-interval.ts';
import type { Experiment } from '../experiment.ts';

/** The interval that some rows buy for a criterion's error rate, if the rate is `error` and every row is right or wrong for good. */
type Width = { readonly error: number; readonly lower: number; readonly upper: number };

/** What the rows can tell of one criterion. Without gold there is nothing to tell an error by. */
export type Power = {
  readonly criterion: string;
  readonly rowsWithGold: number;
  readonly units: number; // groups where rows share a source, rows elsewhere
  readonly widths: readonly Width[];
  /** Ballots on a row beyond the first narrow this much at best: to nothing where judges are never torn, to 1/√n where always. */
  readonly samples: number;
};

const rates = [0.05, 0.1, 0.2];

/** How wide the intervals will be, before a cent is spent: rows are the sample (Miller 2024), so rows decide, not ballots. */
export const power = (
  { rows, criteria }: Experiment,
  level: number,
  sizes: readonly number[], // of the panel, by criterion
): Power[] =>
  criteria.map(({ id, kind }, at) => {
    const known = rows.filter(
      ({ gold, candidate }) => Object.hasOwn(gold, id) && (kind !== 'answer' || candidate === 0),
    );
    const units = new Set(known.map(({ id: row, group }) => group ?? `\0${row}`)).size;
    return {
      criterion: id,
      rowsWithGold: known.length,
      units,
      samples: sizes[at] ?? 0,
      widths: units < 2 ? [] : rates.map((error) => ({ error, ...widthAt(error, units, level) })),
    };
  });

const widthAt = (mean: number, units: number, level: number): { lower: number; upper: number } => {
  const se = Math.sqrt((mean * (1 - mean)) / (units - 1));
  const { lower, upper } = intervalFromSummary({ mean, se, units, level });
  return { lower, upper };
};
