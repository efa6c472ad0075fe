import type { CurveFinding, Findings } from '../analyse/findings.ts';
import { codeSpan, escapeMarkdown } from './escape.ts';
import { count, designName, errorOf, judgeName, plural, verdictName, withInterval } from './format.ts';
import { gateMarkdown } from './gate-lines.ts';
import { headlines } from './headline.ts';
import { combinedErrorSentence, combinedSentence } from './combined-sentence.ts';
import { markedTitle, markOf } from './mark.ts';
import { costSentence, missingSentence, parallelSentence, timeSentence } from './run-sentence.ts';
import { firstPoint, pointAt } from './sentence.ts';

/** `summary.md`: the gates, the advice and one table a criterion, for a pull request or a chat. */
export const markdown = (findings: Findings, { title }: { title: string }): string => {
  const { outcomes } = findings;
  const lines = [`# ${escapeMarkdown(markedTitle(findings, title))}`, ''];
  const mark = markOf(findings);
  if (mark !== null) lines.push(`**${mark.sentence}**`, '');
  lines.push(...gateMarkdown(findings), ...unfinished(findings), ...together(findings));
  for (const { criterion, curve, advice, oneJudge, worth } of headlines(findings)) {
    lines.push(`## ${escapeMarkdown(criterion)}`, '', escapeMarkdown(advice), '');
    if (worth !== null) lines.push(escapeMarkdown(worth), '');
    if (oneJudge !== null) lines.push(escapeMarkdown(oneJudge), '');
    if (curve !== null) lines.push(...curveTable(findings.curves.filter((each) => each.criterion === criterion)), '');
  }
  lines.push(...runLines(findings));
  lines.push(
    `${plural(findings.rows, 'row')}, ${plural(findings.judges.length, 'judge')}. Ballots: ${count(outcomes.cast)} cast, ${count(outcomes.abstained)} abstained, ${count(outcomes.invalid)} invalid, ${count(outcomes.failed)} failed.`,
    '',
    ...findings.notes.map(({ message }) => `- ${escapeMarkdown(message)}`),
  );
  return `${lines.join('\n').trimEnd()}\n`;
};

/** What a run has left undone, before anything is concluded from the rest. */
const unfinished = ({ run }: Findings): string[] => {
  const missing = run === null ? null : missingSentence(run);
  if (run === null || missing === null) return [];
  const command = run.resume === null ? '' : ` Resume with ${codeSpan(run.resume)}`;
  return [`**${escapeMarkdown(missing)}**${command}`, ''];
};

const together = ({ combined }: Findings): string[] => {
  if (combined === null) return [];
  const error = combinedErrorSentence(combined);
  return [
    '## All criteria together',
    '',
    escapeMarkdown(combinedSentence(combined)),
    '',
    ...(error === null ? [] : [escapeMarkdown(error), '']),
  ];
};

const runLines = ({ run, rehearsal }: Findings): string[] =>
  run === null
    ? []
    : [
        '## The run',
        '',
        ...[timeSentence(run), parallelSentence(run), costSentence(run, rehearsal)]
          .filter((sentence) => sentence !== null)
          .map((sentence) => `- ${escapeMarkdown(sentence)}`),
        '',
      ];

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
