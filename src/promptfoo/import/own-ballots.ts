import * as z from 'zod';
import type { Component } from './results.ts';

const ballot = z.object({
  judge: z.string(),
  model: z.string().nullish(),
  temperature: z.number().nullish(),
  sample: z.int().nullish(),
  outcome: z.enum(['cast', 'abstained', 'invalid', 'failed']),
  value: z.union([z.string(), z.number()]).nullish(),
  score: z.number().nullish(),
  rationale: z.string().nullish(),
  cause: z.string().nullish(),
  usd: z.number().nullish(),
  latencyMs: z.number().nullish(),
  requestId: z.string().nullish(),
});

const panel = z.object({
  v: z.literal(1),
  criterion: z.string(),
  verdict: z.unknown().optional(),
  undecided: z.unknown().optional(),
  ballots: z.array(ballot),
});

/** What a panel of ours leaves in the metadata of a verdict inside promptfoo. */
export type OwnBallots = z.output<typeof panel>;

/** The panel's ballots behind a verdict, or null where none are told or they have another shape. */
export const ownBallots = ({ metadata }: Component): OwnBallots | null => {
  const told = metadata?.['empanel'];
  return told === undefined ? null : (panel.safeParse(told).data ?? null);
};

/** Whether the panel came to no verdict, whatever promptfoo made of that. */
export const isUndecided = ({ undecided, verdict }: OwnBallots): boolean => {
  if (undecided !== undefined && undecided !== null && undecided !== false) return true;
  return (
    verdict === 'undecided' ||
    (typeof verdict === 'object' && verdict !== null && 'kind' in verdict && verdict.kind === 'undecided')
  );
};
