import { prepare, type Analysis } from '../analyse/analyse.ts';
import { COMBINED, type Arm } from '../arm.ts';
import { armOf } from '../compare/arm-of.ts';
import { Fault } from '../fault.ts';
import type { BallotLine } from '../live/collect.ts';
import type { Prepared } from '../live/prepare.ts';
import { runPanel } from '../live/run-panel.ts';
import { ledgerPath, withLedger } from './kept.ts';

/** What a panel said of the outputs of a call: its verdicts, and every ballot with its reason. */
export type Judged = {
  readonly prepared: Prepared;
  readonly analysis: Analysis;
  readonly arm: Arm;
  readonly lines: readonly BallotLine[];
};

/** Asks the panel for what the ledger of the test file lacks. `halt` ends the calls in flight. Rejects with a `Fault`. */
export const seat = (prepared: Prepared, { file, halt }: { file: string; halt: AbortSignal }): Promise<Judged> => {
  const { rehearse, experiment } = prepared;
  const terms = { simulated: rehearse, privacy: experiment.privacy };
  const never = new AbortController().signal;
  return withLedger(ledgerPath(file, terms), terms, async (ledger) => {
    const told = { ledger, env: process.env, drain: never, halt, resume: 'run the test again' };
    const { recording, lines, provenance } = await runPanel(prepared, told).catch((error: unknown) => {
      throw error instanceof Fault && error.code === 'run/no-way' ? inATest(error) : error;
    });
    const analysis = prepare(recording, prepared.settings);
    return { prepared, analysis, arm: armOf(analysis, { name: experiment.name, provenance }), lines: [...lines()] };
  });
};

/** The same panel with one criterion before it: the others are not asked, and cost nothing. */
export const narrowed = (prepared: Prepared, subject: string): Prepared => {
  const { experiment, settings, terms } = prepared;
  const criterion = experiment.criteria.find(({ id }) => id === subject);
  if (subject === COMBINED || criterion === undefined || experiment.criteria.length === 1) return prepared;
  const { rule } = settings;
  const isAsked = experiment.judges.map(({ asks }) => asks === 'both' || asks === criterion.kind);
  const judges = experiment.judges.filter((_, at) => isAsked[at]);
  const weights = (of: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(Object.entries(of).filter(([id]) => judges.some((judge) => judge.id === id)));
  return {
    ...prepared,
    experiment: { ...experiment, criteria: [criterion], judges, combine: null, gates: [] },
    terms: terms.filter((_, at) => isAsked[at]),
    settings: {
      ...settings,
      combine: null,
      rule: rule.kind === 'weighted' ? { ...rule, weights: weights(rule.weights) } : rule,
    },
  };
};

const inATest = (fault: Fault): Fault =>
  new Fault(fault.code, `${fault.message}\nIn a test that is expectPanel(output, { rehearse: true }).`);
