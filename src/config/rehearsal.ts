import * as z from 'zod';
import { Fault } from '../fault.ts';
import type { Judge } from '../panel.ts';
import type { Faults, Rehearsal } from '../rehearsal.ts';
import { quote } from '../wording/quote.ts';
import { check } from './check.ts';
import { above, between, closed, duration, meant, wholeFrom, words } from './legal.ts';
import type { Source } from './source.ts';

/** Reads `rehearsal`: the declared world of simulated judges. Every key has a default. Rows that need no column of difficulty have null for columns. */
export const readRehearsal = (
  source: Source,
  judges: readonly Judge[],
  columns: readonly string[] | null,
): Rehearsal => {
  const written = source.value === undefined ? {} : check(schema, source);
  const { correlation = 0.3, stubbornness = 0.3, difficulty, judges: errors = {}, latency = {} } = written;
  const { median: medianMs = 800, p95: p95Ms = Math.max(2500, medianMs * 1.5) } = latency;
  checkShares(correlation + stubbornness, source);
  checkLatency(medianMs, p95Ms, source);
  checkJudges(Object.keys(errors), judges, source);
  if (difficulty !== undefined && columns !== null) checkColumn(difficulty.column, columns, source);
  return {
    seed: written.seed ?? 1,
    speed: written.speed ?? 20,
    latency: { medianMs, p95Ms },
    rpm: written.rpm ?? 5000,
    tpm: written.tpm ?? 4_000_000,
    correlation,
    stubbornness,
    difficulty: difficulty ?? null,
    judges: {
      '*': others,
      ...Object.fromEntries(
        Object.entries(errors).map(([name, { error = others.error, abstains = others.abstains }]) => [
          name,
          { error, abstains },
        ]),
      ),
    },
    faults: { ...someFaults, ...written.faults },
  };
};

const others = { error: 0.12, abstains: 0.005 };

/** Small, and not nothing: a rehearsal that meets no fault rehearses none. */
const someFaults: Faults = {
  rateLimited: 0.01,
  unavailable: 0.005,
  overloaded: 0.005,
  stalled: 0.0005,
  cutOff: 0.003,
  refused: 0.002,
  brokenJson: 0.004,
  errorIn200: 0.002,
};

const share = between(0, 1);

const faults = closed({
  rateLimited: share.default(someFaults.rateLimited),
  unavailable: share.default(someFaults.unavailable),
  overloaded: share.default(someFaults.overloaded),
  stalled: share.default(someFaults.stalled),
  cutOff: share.default(someFaults.cutOff),
  refused: share.default(someFaults.refused),
  brokenJson: share.default(someFaults.brokenJson),
  errorIn200: share.default(someFaults.errorIn200),
});

const schema = closed({
  seed: wholeFrom(0).optional(),
  speed: above(0).optional(),
  latency: closed({ median: duration.optional(), p95: duration.optional() }).optional(),
  rpm: wholeFrom(1).optional(),
  tpm: wholeFrom(1).optional(),
  correlation: share.optional(),
  stubbornness: share.optional(),
  difficulty: closed({
    column: words,
    shifts: z.record(z.string(), between(-5, 5), { error: "a map from the column's values to shifts, in probits" }),
  }).optional(),
  judges: z
    .record(z.string(), closed({ error: share.optional(), abstains: share.optional() }), {
      error: 'a map from judges to {error, abstains}',
    })
    .optional(),
  faults: faults.optional(),
});

const checkShares = (sum: number, source: Source): void => {
  if (sum <= 1) return;
  throw new Fault(
    'config/value',
    `"correlation" and "stubbornness" of the rehearsal are shares of one variance, and they sum to ${Number(sum.toFixed(6))}, so nothing is left for a sample of its own.\nLower one: together at most 1.`,
    { where: source.where(['stubbornness']) },
  );
};

const checkLatency = (median: number, p95: number, source: Source): void => {
  if (p95 > median) return;
  throw new Fault(
    'config/value',
    `The rehearsal's 95th percentile of latency (${p95} ms) is not above its median (${median} ms), and no distribution is like that.\nRaise "p95".`,
    { where: source.where(['latency', 'p95']) },
  );
};

const checkJudges = (names: readonly string[], judges: readonly Judge[], source: Source): void => {
  const known = [...new Set(judges.flatMap(({ name, id }) => [name, id]))];
  const unknown = names.find((name) => name !== '*' && !known.includes(name));
  if (unknown === undefined) return;
  throw new Fault(
    'panel/judge',
    `The rehearsal says how ${quote(unknown)} errs, but the panel seats nobody of this name, so it would change nothing.\n${meant(unknown, known)} "*" stands for all others.`,
    { where: source.where(['judges', unknown]) },
  );
};

const checkColumn = (column: string, columns: readonly string[], source: Source): void => {
  if (columns.includes(column)) return;
  throw new Fault(
    'dataset/column',
    `The rehearsal takes the difficulty from ${quote(column)}, but the data set has no such column, so every row would be alike.\n${meant(column, columns)}`,
    { where: source.where(['difficulty', 'column']) },
  );
};
