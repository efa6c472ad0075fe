import type { Source } from '../config/source.ts';
import { Fault } from '../fault.ts';
import type { Prepared } from '../live/prepare.ts';
import { runFolderOf } from '../live/run-folder.ts';
import type { RunCommandOptions } from './describe-run.ts';
import { gateSources, refuseIdle } from './gate-options.ts';

/** Reads and checks the experiment with what the command line says of it. */
export const preparedFrom = async (config: string, options: RunCommandOptions): Promise<Prepared> => {
  refuseUnheld(options);
  const { prepareRun } = await import('../live/prepare.ts');
  const prepared = await prepareRun(config, {
    rehearse: options.rehearse ?? false,
    env: process.env,
    overrides: {
      ...(options.samples === undefined ? {} : { samples: options.samples }),
      ...(options.judge === undefined ? {} : { judges: options.judge }),
      ...(options.rows === undefined ? {} : { maxRows: options.rows }),
      ...(options.grader === undefined ? {} : { graders: options.grader }),
      ...(options.with === undefined ? {} : { source: await readByPromptfoo(config) }),
      allowCode: options.allowCode ?? false,
      ...(options.onInconclusive === undefined ? {} : { onInconclusive: options.onInconclusive }),
      gates: options.gates === false ? null : gateSources(options),
    },
    limits: {
      ...(options.usd === undefined ? {} : { usd: options.usd }),
      ...(options.calls === undefined ? {} : { calls: options.calls }),
    },
  });
  // A rehearsal leaves out the baselines of real runs, and with them perhaps its only gate.
  if (!prepared.rehearse) refuseIdle(options, prepared.experiment.gates);
  return prepared;
};

const readByPromptfoo = async (config: string): Promise<Source> => {
  const { resolveWithPromptfoo } = await import('../promptfoo/resolve.ts');
  return resolveWithPromptfoo(config, { env: process.env });
};

/** A run that is held to nothing leaves nothing to say of gates. */
const refuseUnheld = (options: RunCommandOptions): void => {
  if (options.gates !== false) return;
  const { gate, baseline, margin, allow, guard, onInconclusive } = options;
  const given = Object.entries({
    '--gate': gate,
    '--baseline': baseline,
    '--margin': margin,
    '--allow': allow,
    '--guard': guard,
    '--on-inconclusive': onInconclusive,
  }).flatMap(([flag, value]) => (value === undefined ? [] : flag));
  if (given.length === 0) return;
  throw new Fault(
    'option/value',
    `--no-gates holds the run to nothing, so ${given.join(', ')} would change nothing.\nLeave --no-gates out, or ${given.length === 1 ? 'the other' : 'the others'}.`,
  );
};

/** Where a run is kept. */
export const runFolderName = (prepared: Prepared, { out }: RunCommandOptions): string => out ?? runFolderOf(prepared);
