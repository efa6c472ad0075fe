import type { Settings } from '../analyse/settings.ts';
import type { Experiment } from '../experiment.ts';
import { Fault } from '../fault.ts';
import { asker } from '../judges/ask.ts';
import { priceSource } from '../judges/prices.ts';
import type { Ledger } from '../ledger.ts';
import { checkBudget } from '../plan/check-budget.ts';
import { checkBaselines } from '../gate/check-baselines.ts';
import { estimate, type Piece } from '../plan/estimate.ts';
import { planOf, type Plan } from '../plan/plan.ts';
import { isCheck, slotsOf, slotsOfRow } from '../plan/slots.ts';
import type { Ask, Slot } from '../slot.ts';
import { readExperiment, type ExperimentOverrides } from '../suite/read-experiment.ts';
import { expectedArm } from './expected-arm.ts';
import { outputIsLost, outputPieces, outputsIn } from './outputs.ts';
import { termsOf, type Environment, type Terms } from './seats.ts';

export type PrepareOptions = {
  readonly rehearse: boolean;
  readonly env: Environment;
  readonly overrides: Omit<ExperimentOverrides, 'env'>;
  readonly limits?: Partial<Pick<Experiment['limits'], 'usd' | 'calls'>>;
};

/** An experiment that is read and checked, with the terms of its judges and generators. Nothing has been sent. */
export type Prepared = {
  readonly experiment: Experiment;
  readonly settings: Settings;
  readonly rehearse: boolean;
  readonly terms: readonly Terms[]; // by judge
  readonly generatorTerms: readonly Terms[];
  /** Goes into every key, so that simulated ballots never pass for real ones. */
  readonly salt: string;
};

/** Reads and checks everything that can be checked before the first call. Rejects with a `Fault`. */
export const prepareRun = async (config: string, options: PrepareOptions): Promise<Prepared> => {
  const read = await readExperiment(config, { ...options.overrides, env: options.env });
  const limits = { ...read.experiment.limits, ...options.limits };
  const experiment = rehearsed({ ...read.experiment, limits }, options.rehearse);
  const open = experiment.criteria.find(
    ({ kind, scale }) => kind === 'answer' && scale.kind === 'nominal' && scale.labels === null,
  );
  if (experiment.privacy === 'hashes' && open !== undefined)
    throw new Fault(
      'config/value',
      `"privacy: hashes" keeps no text of a reply, but the answers to "${open.id}" are such text, and votes are counted over them.
Have the answer read as one of declared labels (extract: {kind: label, labels: [yes, no]}), or set "privacy: full".`,
      { where: config },
    );
  if (experiment.privacy === 'hashes' && experiment.generators.length > 0)
    throw new Fault(
      'config/value',
      `"privacy: hashes" keeps no text, but outputs that are sampled would have to be kept until they are judged.
Sample the outputs elsewhere and judge them with providers: [echo], or set "privacy: full".`,
      { where: config },
    );
  const prepared = {
    experiment,
    settings: { ...read.settings, combine: experiment.combine },
    rehearse: options.rehearse,
    terms: termsOf(experiment.judges, options.env),
    generatorTerms: termsOf(experiment.generators, options.env),
    salt: options.rehearse ? saltOf(experiment) : '',
  };
  checkBaselines(
    experiment.gates,
    expectedArm(experiment, { settings: prepared.settings, simulated: options.rehearse }),
  );
  checkFirstRow(prepared);
  return prepared;
};

/** Whether the limits can buy one row: the first. */
const checkFirstRow = (prepared: Prepared): void => {
  const { experiment, terms, generatorTerms, salt } = prepared;
  const outputs = outputPieces(experiment, salt).take(1).toArray();
  const slots = [
    ...pieces(
      prepared,
      null,
      slotsOfRow(experiment, 0).filter((slot) => !isCheck(experiment, slot)),
    ),
  ];
  const isSettled = (): boolean => false;
  const row = [
    ...estimate(experiment.generators, { pieces: outputs, terms: generatorTerms, isSettled }),
    ...estimate(experiment.judges, { pieces: slots, terms, isSettled }),
  ];
  checkBudget(experiment.limits, row, [
    ...outputs.map((piece) => ({ piece, terms: generatorTerms[piece.by] })),
    ...slots.map((piece) => ({ piece, terms: terms[piece.by] })),
  ]);
};

/** Slots with their questions, for the sake of counting: an output that is yet to be sampled has a length that nobody knows. */
function* pieces({ experiment, salt }: Prepared, ledger: KeptBallots | null, slots: Iterable<Slot>): Generator<Piece> {
  const known = outputsIn(experiment, ledger, salt);
  const ask = asker(experiment, { outputOf: (row) => known(row) ?? unknownOutput, salt });
  for (const slot of slots)
    yield { by: slot.judge, ask: ask(slot), reply: experiment.criteria[slot.criterion]?.kind ?? 'judge' };
}

/** How a run asks: each slot's question, and whether there is one. A judge can't be asked about an output that never came. */
export type Asking = { readonly ask: (slot: Slot) => Ask; readonly canAsk: (slot: Slot) => boolean };

/** The way to ask each slot, given the outputs that the ledger has by then. */
export const asking = ({ experiment, salt }: Prepared, ledger: Ledger): Asking => {
  const outputOf = outputsIn(experiment, ledger, salt);
  return {
    ask: asker(experiment, { outputOf, salt }),
    canAsk: ({ criterion, row }) => experiment.criteria[criterion]?.kind === 'answer' || outputOf(row) !== null,
  };
};

/** What a plan needs of a ledger. */
export type KeptBallots = Pick<Ledger, 'isSettled' | 'get' | 'replyOf'>;

/** What the run will ask, take and cost, given what the ledger has already. */
export const planned = (prepared: Prepared, ledger: KeptBallots | null): Plan => {
  const { experiment, settings, salt } = prepared;
  const isLost = outputIsLost(experiment, ledger, salt);
  const owed = slotsOf(experiment).filter(
    (slot) =>
      !isCheck(experiment, slot) && (experiment.criteria[slot.criterion]?.kind === 'answer' || !isLost(slot.row)),
  );
  return planOf(experiment, settings, {
    ...prepared,
    slots: pieces(prepared, ledger, owed),
    outputs: outputPieces(experiment, salt),
    isSettled: (key) => ledger?.isSettled(key) ?? false,
    pricesAsOf: priceSource.asOf,
  });
};

const unknownOutput = 'x'.repeat(1000);

/** The experiment as it is rehearsed: at the rehearsal's pace, and without the baselines of real runs, to which simulated verdicts are nothing. */
const rehearsed = (experiment: Experiment, rehearse: boolean): Experiment => {
  if (!rehearse) return experiment;
  const { gates, limits, notes } = experiment;
  const real = gates.filter((gate) => gate.kind === 'baseline' && !gate.baseline.simulated);
  const left = real.map((gate) => (gate.kind === 'baseline' ? gate.file : ''));
  return {
    ...experiment,
    gates: gates.filter((gate) => !real.includes(gate)),
    // A stalled reply is waited for until the deadline, so the deadline keeps the rehearsal's clock too.
    limits: { ...limits, deadlineMs: Math.max(2000, limits.deadlineMs / experiment.rehearsal.speed) },
    notes:
      real.length === 0
        ? notes
        : [
            ...notes,
            `Not held against ${[...new Set(left)].join(', ')}: simulated verdicts are never compared with real ones.`,
          ],
  };
};

/** What the simulated judges are; how fast their world turns changes no ballot. */
const saltOf = ({ rehearsal }: Experiment): string => {
  const { seed, correlation, stubbornness, difficulty, judges, faults } = rehearsal;
  const { refused, brokenJson } = faults;
  return `rehearsal ${JSON.stringify([seed, correlation, stubbornness, difficulty, judges, refused, brokenJson])}`;
};
