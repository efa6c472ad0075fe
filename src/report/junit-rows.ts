import type { CombinedRow } from '../analyse/combined.ts';
import type { CriterionFinding, Findings } from '../analyse/findings.ts';
import type { RowVerdict } from '../analyse/verdicts.ts';
import type { Case, CaseOutcome } from './junit-suite.ts';
import { lostBallots, shownVerdicts } from './verdicts.ts';

/**
 * A case a row. Where gold is known a wrong verdict fails, and else one that does not pass; an undecided row is skipped with the reason,
 * and so is one whose ballots are still owed: nothing is known of it yet.
 */
export const criterionCases = (findings: Findings, { criterion, pass }: CriterionFinding): Case[] =>
  shownVerdicts(findings)
    .filter((verdict) => verdict.criterion === criterion.id)
    .map((row) => ({ name: row.row, ms: row.latencyMs, outcome: outcomeOf(row, { pass, owed: owed(findings) }) }));

/** The same of all criteria together. */
export const combinedCases = ({ combined, verdicts, run }: Findings): Case[] => {
  if (combined === null) return [];
  const own = verdicts.filter(({ criterion }) => combined.criteria.includes(criterion));
  const byRow = Map.groupBy(own, ({ row }) => row);
  return combined.rows.map((row) => {
    const parts = byRow.get(row.row) ?? [];
    const times = parts.flatMap(({ latencyMs }) => latencyMs ?? []);
    return {
      name: row.row,
      ms: times.length === 0 ? null : Math.max(...times),
      outcome: parts.some(({ cutShort }) => cutShort) ? skip(owed({ run })) : combinedOutcome(row),
    };
  });
};

const outcomeOf = (
  { verdict, gold, correct, votes, outcomes, cutShort }: RowVerdict,
  { pass, owed: why }: { pass: CriterionFinding['pass']; owed: string },
): CaseOutcome | null => {
  const cast = votes.map(({ value, count }) => `${value} × ${count}`).join(', ');
  const ballots = [cast || 'no vote', lostBallots(outcomes)].filter((part) => part !== '').join(', ');
  if (cutShort) return skip(`${why} (so far: ${ballots})`);
  if (verdict.kind === 'undecided') return skip(`undecided: ${verdict.cause} (${ballots})`);
  const text = `${verdict.support} of ${verdict.counted} ballots for ${verdict.value}; all votes: ${ballots}`;
  if (correct === false) return fail('wrong', `verdict ${verdict.value}, gold ${gold}`, text);
  return gold === null && pass !== null && verdict.value !== pass
    ? fail('fail', `verdict ${verdict.value}, which does not pass`, text)
    : null;
};

const combinedOutcome = ({ verdict, gold, correct, criteria }: CombinedRow): CaseOutcome | null => {
  const of = (wanted: boolean | null): string =>
    criteria
      .filter(({ passed }) => passed === wanted)
      .map(({ criterion }) => criterion)
      .join(', ');
  const said = [
    ['passed', of(true)],
    ['failed', of(false)],
    ['undecided', of(null)],
  ].filter(([, names]) => names !== '');
  const text = said.map(([how, names]) => `${how}: ${names}`).join('; ');
  if (verdict === 'undecided') return skip(`undecided (${text})`);
  if (correct === false) return fail('wrong', `verdict ${verdict}, gold ${gold}`, text);
  return gold === null && verdict === 'fail' ? fail('fail', 'verdict fail, which does not pass', text) : null;
};

/** Why ballots are owed: the run knows the causes, if not which of them left this row out. */
const owed = ({ run }: Pick<Findings, 'run'>): string => {
  const causes = (run?.notRun ?? []).map(({ cause }) => cause);
  return causes.length === 0 ? 'not run' : `not run: ${causes.join(', ')}`;
};

const skip = (message: string): CaseOutcome => ({ kind: 'skipped', message });

/** The text has the whole story: GitLab shows it and no message. */
const fail = (type: string, message: string, ballots: string): CaseOutcome => ({
  kind: 'failure',
  type,
  message,
  text: `${message} (${ballots})`,
});
