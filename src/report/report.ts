import { formatRule } from '../aggregate/parse-rule.ts';
import type { CurveFinding, Findings } from '../analyse/findings.ts';
import { gateOf } from './gate-json.ts';
import { headlines } from './headline.ts';
import { jsonOf } from './json.ts';
import { kneeSentence } from './sentence.ts';
import { shownVerdicts } from './verdicts.ts';

/** The findings as `report.json` holds them. Names in it are a contract; additions are free. */
export const reportOf = (findings: Findings, { version, title }: { version: string; title: string }) => {
  const { settings } = findings;
  return {
    schema: 'empanel/report@1',
    title,
    empanel: version,
    simulated: findings.simulated,
    rehearsal: findings.rehearsal,
    sources: findings.sources,
    rows: findings.rows,
    ballots: findings.outcomes,
    headline: headlines(findings).map(({ criterion, advice, worth, oneJudge }) => ({
      criterion,
      advice,
      worth,
      oneJudge,
    })),
    settings: { ...settings, rule: formatRule(settings.rule) },
    judges: findings.judges,
    criteria: findings.criteria.map(({ criterion, ...rest }) => ({
      criterion: criterion.id,
      scale: criterion.scale,
      scaleDeclared: criterion.declared,
      ...rest,
    })),
    curves: findings.curves.map((curve) => curveOf(curve, findings)),
    agreement: findings.agreement,
    verdicts: shownVerdicts(findings).map(({ verdict, ...row }) => ({
      row: row.row,
      criterion: row.criterion,
      verdict: verdict.kind,
      ...(verdict.kind === 'decided' ? { value: verdict.value, support: verdict.support } : { cause: verdict.cause }),
      ...(verdict.kind === 'undecided' && verdict.leaders !== undefined ? { leaders: verdict.leaders } : {}),
      counted: verdict.counted,
      gold: row.gold,
      correct: row.correct,
      ...(row.cutShort ? { cutShort: true } : {}),
      outcomes: row.outcomes,
      votes: row.votes,
    })),
    combined: findings.combined,
    gates: findings.gates.map(gateOf),
    provenance: findings.provenance,
    run: findings.run,
    notes: findings.notes,
  };
};

export type Report = ReturnType<typeof reportOf>;

const curveOf = (curve: CurveFinding, { settings }: Findings) => {
  const { points, knee, firstSeenError, association, ...rest } = curve;
  const { verdict, n, ...more } = knee;
  return {
    ...rest,
    rule: formatRule(settings.rule),
    exact: points.every(({ simulationError }) => simulationError === undefined),
    points,
    knee: { verdict, ...(n === null ? {} : { n }), reason: kneeSentence(curve), ...more },
    ...(firstSeenError === null ? {} : { firstSeenError }),
    ...(association === null ? {} : { association }),
  };
};

/** `report.json` itself. */
export const reportJson = (report: Report): string => jsonOf(report);
