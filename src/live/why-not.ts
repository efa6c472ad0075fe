import type { Dispatched } from '../dispatch/orders.ts';
import { generatorAsk } from '../judges/output.ts';
import type { Ledger } from '../ledger.ts';
import type { Slot } from '../slot.ts';
import type { Prepared } from './prepare.ts';

/** Begins the cause of every ballot that was never asked for, and that the next run will ask for. */
export const NOT_RUN = 'not run: ';

/** What is told of a slot that has no ballot. */
export type WhyNot = {
  /** The slot could be asked, and was not. */
  readonly notAsked: (slot: Slot) => string;
  /** There was no output to ask about. */
  readonly noOutput: (slot: Slot) => string;
};

/** Why slots were not run: their lane was given up, the whole run ended, or their row has no output. */
export const whyNot = (
  { experiment, terms, generatorTerms, salt }: Prepared,
  ledger: Pick<Ledger, 'get'>,
  passes: { readonly outputs: Dispatched | null; readonly ballots: Dispatched | null },
): WhyNot => {
  const inBallots = causeOn(passes.ballots);
  const inOutputs = causeOn(passes.outputs);
  return {
    notAsked: ({ judge }) => NOT_RUN + inBallots(terms[judge]?.lane),
    noOutput: ({ row }) => {
      const output = experiment.rows[row]?.output;
      if (output?.kind !== 'sampled') return 'no output to judge: the row has none';
      const kept = ledger.get(generatorAsk(experiment, row, salt).request.id);
      // A refused or truncated output has come and been paid for; one that never came is asked for again.
      if (kept?.vote.kind === 'invalid') return `no output to judge: ${kept.cause ?? 'it was no answer'}`;
      return `${NOT_RUN}no output to judge: ${kept?.cause ?? inOutputs(generatorTerms[output.generator]?.lane)}`;
    },
  };
};

const causeOn = (pass: Dispatched | null): ((lane: string | undefined) => string) => {
  const broken = new Map(pass?.lanes.map((lane) => [lane.lane, lane.broken]));
  const ofLanes = new Set(broken.values());
  const ofRun = [...(pass?.causes.keys() ?? [])].find((cause) => !ofLanes.has(cause));
  return (lane) => broken.get(lane ?? '') ?? ofRun ?? 'the run ended before';
};
