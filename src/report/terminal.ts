import type { Findings } from '../analyse/findings.ts';
import { combinedSentence } from './combined-sentence.ts';
import { printable } from './escape.ts';
import { count, percent, plural } from './format.ts';
import { gateLines } from './gate-lines.ts';
import { headlines } from './headline.ts';
import { costSentence, parallelSentence, timeSentence } from './run-sentence.ts';
import { markOf } from './mark.ts';
import { wrap } from './wrap.ts';

/** How a terminal emphasises; the identity where there are no colours. */
export type Emphasis = {
  readonly strong: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
};

/** The short summary of a report for a terminal: the gates and the advice first, then what it rests on, wrapped to `width` columns. */
export const terminalSummary = (findings: Findings, { width, ...emphasis }: Emphasis & { width: number }): string => {
  const { strong, quiet, warn } = emphasis;
  const heads = headlines(findings);
  const { outcomes } = findings;
  const lines: string[] = [];
  const mark = markOf(findings);
  if (mark !== null) lines.push(...wrap(mark.sentence, width).map(warn), '');
  lines.push(...gateLines(findings, { width, ...emphasis }));
  // What several criteria lack alike is told once, below them.
  const lacking = [...new Set(heads.flatMap(({ parts }) => parts?.lacks ?? []))];
  const shared = heads.length > 1 && lacking.length === 1;
  for (const { criterion, advice, parts, oneJudge, worth } of heads) {
    const name = heads.length > 1 ? `${criterion}: ` : '';
    const told = shared && parts !== null && parts.found !== '' ? parts.found : advice;
    lines.push(...wrap(printable(name + told), width).map(strong));
    if (worth !== null) lines.push(...wrap(printable(worth), width));
    if (oneJudge !== null) lines.push(...wrap(printable(oneJudge), width));
    if (!shared || parts === null) lines.push('');
  }
  if (shared) lines.push('', ...wrap(printable(lacking[0] ?? ''), width), '');
  if (findings.combined !== null)
    lines.push(...wrap(printable(combinedSentence(findings.combined)), width).map(strong), '');
  if (findings.run !== null) {
    const { run, rehearsal } = findings;
    for (const sentence of [timeSentence(run), parallelSentence(run), costSentence(run, rehearsal)])
      if (sentence !== null) lines.push(...wrap(printable(sentence), width).map(quiet));
  }
  const lost = (['abstained', 'invalid', 'failed'] as const)
    .filter((outcome) => outcomes[outcome] > 0)
    .map((outcome) => `${count(outcomes[outcome])} ${outcome} (${percent(outcomes[outcome] / total(outcomes))})`);
  lines.push(
    ...wrap(
      `${plural(findings.rows, 'row')}, ${plural(findings.judges.length, 'judge')}, ${plural(total(outcomes), 'ballot')}${lost.length > 0 ? `: ${lost.join(', ')}` : ', all cast'}.`,
      width,
    ).map(quiet),
  );
  for (const { message } of findings.notes) lines.push(...wrap(printable(`! ${message}`), width).map(warn));
  return lines.join('\n');
};

const total = (outcomes: Findings['outcomes']): number =>
  outcomes.cast + outcomes.abstained + outcomes.invalid + outcomes.failed;
