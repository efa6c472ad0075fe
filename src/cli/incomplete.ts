import type { Findings } from '../analyse/findings.ts';
import { count, plural } from '../report/format.ts';

/** Why a run is not done, and how to go on; null if it is. A panel of which nothing came is never a verdict. */
export const incomplete = ({ run, outcomes }: Findings): string | null => {
  if (run === null) return null;
  const left = run.notRun.reduce((sum, entry) => sum + entry.count, 0);
  const again = run.resume === null ? '' : `\nGo on with: ${run.resume}`;
  if (left > 0) {
    const causes = run.notRun.map(({ cause, count: of }) => `${count(of)}: ${cause}`).join('; ');
    return `Incomplete: ${plural(left, 'ballot')} ${left === 1 ? 'was' : 'were'} not run (${causes}).${again}`;
  }
  if (outcomes.cast > 0) return null;
  const most = run.causes[0];
  return `Incomplete: no judge cast a ballot, so there is no verdict${most === undefined ? '' : ` (${most.outcome}: ${most.cause})`}. Failed ballots are asked for again.${again}`;
};
