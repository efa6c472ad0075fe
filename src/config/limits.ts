import type { Limits } from '../experiment.ts';
import { check } from './check.ts';
import { above, closed, duration, wholeFrom } from './legal.ts';
import type { Source } from './source.ts';

/** Reads `limits`. `maxConcurrency` is promptfoo's, and holds where the block has none of its own. */
export const readLimits = (source: Source, maxConcurrency: number | null): Limits => {
  const written = source.value === undefined ? {} : check(schema, source);
  return {
    usd: written.usd ?? null,
    calls: written.calls ?? null,
    concurrency: written.concurrency ?? maxConcurrency,
    deadlineMs: written.deadline ?? 120_000,
    attempts: written.attempts ?? 8,
  };
};

const schema = closed({
  usd: above(0).optional(),
  calls: wholeFrom(1).optional(),
  concurrency: wholeFrom(1).optional(),
  deadline: duration.optional(),
  attempts: wholeFrom(1).optional(),
});
