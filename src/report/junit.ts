import type { RowVerdict } from '../analyse/verdicts.ts';
import type { Findings } from '../analyse/analyse.ts';
import { headlines } from './headline.ts';
import { html, type Markup } from './markup.ts';

/** `junit.xml`: a suite a criterion, a case a row. A wrong verdict fails, an undecided row is skipped with its reason. */
export const junit = (findings: Findings, { title }: { title: string }): string => {
  const suites = findings.criteria.map(({ criterion }) => {
    const verdicts = findings.verdicts.filter((verdict) => verdict.criterion === criterion.id);
    const advice = headlines(findings).find((headline) => headline.criterion === criterion.id)?.advice ?? '';
    return html` <testsuite
      name="${criterion.id}"
      tests="${verdicts.length}"
      failures="${failures(verdicts)}"
      errors="0"
      skipped="${skipped(verdicts)}"
      time="0"
    >
      <properties>
        <property name="advice" value="${advice}" />
        <property name="simulated" value="${String(findings.simulated)}" /> </properties
      >${verdicts.map(testCase)}
    </testsuite>`;
  });
  const { verdicts } = findings;
  return html`<?xml version="1.0" encoding="UTF-8"?>
    <testsuites
      name="${simulatedTitle(findings, title)}"
      tests="${verdicts.length}"
      failures="${failures(verdicts)}"
      errors="0"
      skipped="${skipped(verdicts)}"
      time="0"
      >${suites}
    </testsuites> `.markup;
};

const failures = (verdicts: readonly RowVerdict[]): number =>
  verdicts.filter(({ correct }) => correct === false).length;
const skipped = (verdicts: readonly RowVerdict[]): number =>
  verdicts.filter(({ verdict }) => verdict.kind === 'undecided').length;

const testCase = (row: RowVerdict): Markup =>
  html` <testcase name="${row.row}" classname="${row.criterion}" time="0">${outcome(row)}</testcase>`;

const outcome = ({ verdict, gold, correct, votes }: RowVerdict): Markup => {
  const ballots = votes.map(({ value, count }) => `${value} ${count}`).join(', ');
  if (verdict.kind === 'undecided')
    return html`<skipped message="undecided: ${verdict.cause} (${ballots || 'no vote'})" />`;
  if (correct !== false) return html``;
  return html`<failure type="verdict" message="verdict ${verdict.value}, gold ${gold}"
    >${verdict.support} of ${verdict.counted} ballots for ${verdict.value}; all votes: ${ballots}</failure
  >`;
};

/** A title that says so where ballots are simulated. */
export const simulatedTitle = ({ simulated }: Pick<Findings, 'simulated'>, title: string): string =>
  simulated ? `SIMULATED: ${title}` : title;
