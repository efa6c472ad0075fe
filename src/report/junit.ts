import type { Findings } from '../analyse/findings.ts';
import type { RowVerdict } from '../analyse/verdicts.ts';
import { headlines } from './headline.ts';
import { markedTitle } from './mark.ts';
import { html as xml, type Markup } from './markup.ts';
import { lostBallots, shownVerdicts } from './verdicts.ts';

/** `junit.xml`: a suite a criterion, a case a row. A wrong verdict fails, an undecided row is skipped with its reason. */
export const junit = (findings: Findings, { title }: { title: string }): string => {
  const verdicts = shownVerdicts(findings);
  const suites = headlines(findings).map(({ criterion, advice }) => {
    const own = verdicts.filter((verdict) => verdict.criterion === criterion);
    return xml`
  <testsuite name="${criterion}" ${counts(own)}>
    <properties>
      <property name="advice" value="${advice}"/>
      <property name="simulated" value="${String(findings.simulated)}"/>
      <property name="rehearsal" value="${String(findings.rehearsal)}"/>${runProperties(findings)}
    </properties>${own.map(testCase)}
  </testsuite>`;
  });
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${markedTitle(findings, title)}" ${counts(verdicts)}>${suites}
</testsuites>
`.markup;
};

/** What is known of the live run; a sum of money that is unknown is said to be so. */
const runProperties = ({ run }: Findings): Markup[] => {
  if (run === null) return [];
  const notRun = run.notRun.reduce((sum, { count }) => sum + count, 0);
  const facts: Readonly<Record<string, string | number>> = {
    complete: String(run.complete),
    'not-run': notRun,
    ...(run.resume === null ? {} : { resume: run.resume }),
    calls: run.calls,
    retries: run.retries,
    'wall-ms': Math.round(run.wallMs),
    'serial-ms': Math.round(run.serialMs),
    usd: run.usd ?? 'unknown',
  };
  return Object.entries(facts).map(
    ([name, value]) => xml`
      <property name="run.${name}" value="${value}"/>`,
  );
};

const counts = (verdicts: readonly RowVerdict[]): Markup => {
  const failures = verdicts.filter(({ correct }) => correct === false).length;
  const skipped = verdicts.filter(({ verdict }) => verdict.kind === 'undecided').length;
  return xml`tests="${verdicts.length}" failures="${failures}" errors="0" skipped="${skipped}" time="0"`;
};

const testCase = (row: RowVerdict): Markup =>
  xml`
    <testcase name="${row.row}" classname="${row.criterion}" time="0">${outcome(row)}</testcase>`;

const outcome = ({ verdict, gold, correct, votes, outcomes }: RowVerdict): Markup | null => {
  const ballots = votes.map(({ value, count }) => `${value} × ${count}`).join(', ');
  if (verdict.kind === 'undecided') {
    const all = [ballots || 'no vote', lostBallots(outcomes)].filter((part) => part !== '').join(', ');
    return xml`<skipped message="undecided: ${verdict.cause} (${all})"/>`;
  }
  return correct === false
    ? xml`<failure type="verdict" message="verdict ${verdict.value}, gold ${gold}">${verdict.support} of ${verdict.counted} ballots for ${verdict.value}; all votes: ${ballots}</failure>`
    : null;
};
