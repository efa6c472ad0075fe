import type { Findings } from '../analyse/findings.ts';
import { oneLine } from '../report/escape.ts';
import { exitCode } from './exit-code.ts';
import { printError } from './print.ts';

/**
 * How a command ends by its gates. What blocks is told on standard error, whatever else was to be quiet. A run that is not complete ends as
 * such: what is owed may decide the gates that cannot tell yet, but a gate that failed stays failed, so it is told.
 */
export const gateCode = ({ gates }: Pick<Findings, 'gates'>, { complete = true } = {}): number => {
  const blocking = gates.filter(({ blocks, decision }) => blocks && (complete || decision === 'fail'));
  for (const { name, decision } of blocking)
    printError(`Gate ${decision === 'fail' ? 'failed' : 'could not decide'}: ${oneLine(name)}\n`);
  if (!complete) return exitCode.incomplete;
  return blocking.length > 0 ? exitCode.gateFailed : exitCode.done;
};
