import { Fault } from '../fault.ts';
import { prepareRun, type Prepared } from '../live/prepare.ts';
import type { NamedRow } from './outputs.ts';
import { narrowed, seat, type Judged } from './seat.ts';

/** The panel of one call of `expectPanel`: read when it is first needed, and asked for each criterion once. */
export type Panel = {
  /** The config, read and checked with these rows; with its gates where they are what is asserted. */
  readonly prepared: (gates: 'with gates' | 'without gates') => Promise<Prepared>;
  /** What the panel says on a subject; null: on every criterion. `file` is the test file that keeps the ballots. */
  readonly judged: (prepared: Prepared, subject: string | null, file: string) => Promise<Judged>;
};

export type PanelAsked = {
  readonly path: string;
  readonly rows: readonly NamedRow[];
  readonly rehearse: boolean;
  readonly samples?: number;
  readonly judges?: readonly string[];
};

export const panelOf = ({ path, rows, rehearse, ...chosen }: PanelAsked, halt: AbortSignal): Panel => {
  const preparing = new Map<string, Promise<Prepared>>();
  const seated = new Map<string, Promise<Judged>>();
  return {
    prepared: (gates) => {
      const overrides = { rows, ...(gates === 'with gates' ? {} : { gates: null }), ...chosen };
      const found = preparing.get(gates) ?? prepareRun(path, { rehearse, env: process.env, overrides }).catch(inATest);
      preparing.set(gates, found);
      return found;
    },
    judged: (prepared, subject, file) => {
      const asked = subject === null ? prepared : narrowed(prepared, subject);
      const criteria = asked.experiment.criteria.map(({ id }) => id);
      const key = JSON.stringify([file, path, rehearse, rows, chosen, criteria]);
      const found = seated.get(key) ?? shared(key, () => seat(asked, { file, halt }));
      seated.set(key, found);
      return found;
    },
  };
};

/** What a data set lacks, a test lacks among its variables. */
const inATest = (error: unknown): never => {
  if (!(error instanceof Fault) || (error.code !== 'dataset/column' && error.code !== 'template/variable')) throw error;
  throw new Fault(
    error.code,
    `${error.message}\nIn a test the columns are its variables: expectPanel(output, { vars: { … } }).`,
    error.where === undefined ? {} : { where: error.where },
  );
};

/** Concurrent tests that ask the same share one asking, or its ballots would be paid for twice. */
const shared = (key: string, work: () => Promise<Judged>): Promise<Judged> => {
  const found = inProgress.get(key) ?? work().finally(() => inProgress.delete(key));
  inProgress.set(key, found);
  return found;
};

const inProgress = new Map<string, Promise<Judged>>();
