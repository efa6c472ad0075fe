import type { Findings } from '../analyse/findings.ts';
import { printable } from '../report/escape.ts';
import { exitCode } from './exit-code.ts';

/** How a command ends by its gates. What blocks is told on standard error, whatever else was to be quiet. */
export const gateCode = ({ gates }: Pick<Findings, 'gates'>): number => {
  const blocking = gates.filter(({ blocks }) => blocks);
  for (const { name, decision } of blocking)
    process.stderr.write(`Gate ${decision === 'fail' ? 'failed' : 'could not decide'}: ${printable(name)}\n`);
  return blocking.length > 0 ? exitCode.gateFailed : exitCode.done;
};
