import { formatRule } from '../aggregate/parse-rule.ts';
import type { Findings } from '../analyse/findings.ts';
import { COMBINED } from '../arm.ts';
import { combinedSentence } from './combined-sentence.ts';
import { headlines } from './headline.ts';
import { gateCases, gateProperties } from './junit-gates.ts';
import { combinedCases, criterionCases } from './junit-rows.ts';
import { suites, type Suite } from './junit-suite.ts';
import { markedTitle } from './mark.ts';

/** `junit.xml`: a suite for the gates, one a criterion and one for all of them combined; a case a gate, a case a row. */
export const junit = (findings: Findings, { title, version }: { title: string; version: string }): string => {
  const { gates, combined, criteria, run, provenance } = findings;
  const marked = markedTitle(findings, title);
  const of = (name: string, properties: Suite['properties'], cases: Suite['cases']): Suite => ({
    name,
    timestamp: run === null ? null : momentOf(run.startedAt),
    properties: { ...properties, ...provenanceOf(findings, version) },
    cases,
  });
  const advice = new Map(headlines(findings).map((head) => [head.criterion, head.advice]));
  return suites(marked, [
    ...(gates.length === 0 ? [] : [of('gates', gateProperties(gates), gateCases(gates))]),
    ...(combined === null ? [] : [of(COMBINED, { advice: combinedSentence(combined) }, combinedCases(findings))]),
    ...criteria.map((described) => {
      const { id } = described.criterion;
      const rubric = provenance?.criteria[id];
      return of(
        id,
        { advice: advice.get(id) ?? '', ...(rubric === undefined ? {} : { rubric }) },
        criterionCases(findings, described),
      );
    }),
  ]);
};

/** Who judged, by which rule, and what is known of the live run; a sum of money that is unknown is said to be so. */
const provenanceOf = (
  { simulated, rehearsal, settings, judges, provenance, run }: Findings,
  version: string,
): Suite['properties'] => ({
  empanel: version,
  simulated: String(simulated),
  rehearsal: String(rehearsal),
  rule: formatRule(settings.rule),
  quorum: settings.verdictQuorum ?? settings.quorum,
  judges: judges.map(({ id }) => id).join(', '),
  ...(provenance === null ? {} : { panel: provenance.panel }),
  ...(run === null
    ? {}
    : {
        'run.complete': String(run.complete),
        'run.not-run': run.notRun.reduce((sum, { count }) => sum + count, 0),
        ...(run.resume === null ? {} : { 'run.resume': run.resume }),
        'run.calls': run.calls,
        'run.retries': run.retries,
        'run.wall-ms': Math.round(run.wallMs),
        'run.serial-ms': Math.round(run.serialMs),
        'run.usd': run.usd === null ? 'unknown' : Number(run.usd.toPrecision(6)),
      }),
});

/** An ISO time in UTC to the second and without its zone, as Ant wrote it and schemas expect it; null of anything else. */
const momentOf = (startedAt: string): string | null =>
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(startedAt)?.[1] ?? null;
