import type { CurveFinding, Findings } from '../analyse/findings.ts';
import { escapeMarkdown } from './escape.ts';
import { count, designName, errorOf, judgeName, plural, verdictName, withInterval } from './format.ts';
import { headlines } from './headline.ts';
import { simulatedTitle } from './junit.ts';
import { firstPoint, pointAt } from './sentence.ts';

/** `summary.md`: the advice and one table a criterion, for a pull request or a chat. */
export const markdown = (findings: Findings, { title }: { title: string }): string => {
  const { outcomes } = findings;
  const lines = [`# ${escapeMarkdown(simulatedTitle(findings, title))}`, ''];
  if (findings.simulated) lines.push('**These ballots were made by a seeded program, not cast by models.**', '');
  for (const { criterion, curve, advice, oneJudge, worth } of headlines(findings)) {
    lines.push(`## ${escapeMarkdown(criterion)}`, '', escapeMarkdown(advice), '');
    if (worth !== null) lines.push(escapeMarkdown(worth), '');
    if (oneJudge !== null) lines.push(escapeMarkdown(oneJudge), '');
    if (curve !== null) lines.push(...curveTable(findings.curves.filter((each) => each.criterion === criterion)), '');
  }
  lines.push(
    `${plural(findings.rows, 'row')}, ${plural(findings.judges.length, 'judge')}. Ballots: ${count(outcomes.cast)} cast, ${count(outcomes.abstained)} abstained, ${count(outcomes.invalid)} invalid, ${count(outcomes.failed)} failed.`,
    '',
    ...findings.notes.map(({ message }) => `- ${escapeMarkdown(message)}`),
  );
  return `${lines.join('\n').trimEnd()}\n`;
};

const curveTable = (curves: readonly CurveFinding[]): string[] => [
  '| ballots of | verdict | use | error at 1 | error at the size to use | error at the largest size |',
  '|---|---|---:|---:|---:|---:|',
  ...curves
    .filter((curve) => curve.judge !== '*' || curves.length > 2 || curve.design !== 'random')
    .map((curve) => {
      const largest = curve.grid.at(-1) ?? 1;
      const name =
        curve.judge === '*' ? `**${judgeName('*')}**, ${designName[curve.design]}` : escapeMarkdown(curve.judge);
      const there = curve.knee.n === null ? '–' : withInterval(curve, pointAt(curve, curve.knee.n));
      return `| ${name} | ${verdictName[curve.knee.verdict]} | ${curve.knee.n ?? '–'} | ${withInterval(curve, firstPoint(curve))} | ${there} | ${errorOf(curve, pointAt(curve, largest).error)} at ${largest} |`;
    }),
];
