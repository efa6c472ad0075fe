import type { Check, CheckTerms } from './check.ts';

/** Bounds on what an output took to make. What nobody measured, as of outputs from a data set, can't be told. */
export const measureChecks = {
  latency: ({ threshold, refuse }: CheckTerms): Check => {
    if (threshold === null) throw refuse('one in milliseconds', 'no "threshold"');
    return {
      claim: `took at most ${threshold} ms`,
      holds: ({ latencyMs }) => measured(latencyMs, 'the latency of this output was not measured') <= threshold,
    };
  },
  cost: ({ threshold, refuse }: CheckTerms): Check => {
    if (threshold === null) throw refuse('one in US dollars', 'no "threshold"');
    return {
      claim: `cost at most ${threshold} USD`,
      holds: ({ usd }) => measured(usd, 'the cost of this output is not known') <= threshold,
    };
  },
};

const measured = (value: number | null, otherwise: string): number => {
  if (value === null) throw new RangeError(otherwise);
  return value;
};
