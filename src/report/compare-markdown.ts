import type { Comparison, Pairing } from '../compare/comparison.ts';
import { armFigures } from './compare-arms.ts';
import { changedRows, changedTotal, unpairedText, valueText, verdictText, votesText } from './compare-changed.ts';
import { frontierSentence, selectionSentence } from './compare-choice.ts';
import { comparisonHeadline, pairingSentences } from './compare-headline.ts';
import { namesIn } from './compare-words.ts';
import { escapeMarkdown } from './escape.ts';
import { plural } from './format.ts';
import { markedTitle, markOf } from './mark.ts';

const [shownRows, shownNames] = [20, 10];

/** A comparison for a pull request: the answer, a table of arms a subject, what each pair says, and the changed rows folded away. */
export const comparisonMarkdown = (comparison: Comparison, { title }: { title: string }): string => {
  const { subjects, mismatches, notes } = comparison;
  const mark = markOf(comparison);
  const lines = [
    `# ${escapeMarkdown(markedTitle(comparison, title))}`,
    '',
    ...(mark === null ? [] : [`**${mark.sentence}**`, '']),
    ...bullets(mismatches.map(({ message }) => `**${escapeMarkdown(message)}**`)),
    `**${escapeMarkdown(comparisonHeadline(comparison))}**`,
    '',
    ...subjects.flatMap((subject) => sectionLines(subject, comparison)),
    ...bullets(notes.map(escapeMarkdown)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
};

const sectionLines = ({ id, kind }: Comparison['subjects'][number], comparison: Comparison): string[] => {
  const pairings = comparison.pairings.filter(({ subject }) => subject === id);
  const frontier = comparison.frontiers.find(({ subject }) => subject === id);
  const selection = comparison.selections.find(({ subject }) => subject === id);
  const best = frontier === undefined ? null : frontierSentence(frontier, comparison);
  return [
    `## ${kind === 'combined' ? 'All criteria together' : escapeMarkdown(id)}`,
    '',
    ...armTable(comparison, id),
    '',
    ...bullets([
      ...pairings.map((pairing) => escapeMarkdown(pairingSentences(pairing, comparison).join(' '))),
      ...(selection === undefined ? [] : [escapeMarkdown(selectionSentence(selection, comparison))]),
      ...(best === null ? [] : [escapeMarkdown(best)]),
    ]),
    ...pairings.flatMap((pairing) => changedLines(pairing, comparison)),
  ];
};

const armTable = ({ arms }: Comparison, subject: string): string[] => {
  const figures = armFigures(arms, subject);
  const columns = (
    [
      ['error', 'errorRate'],
      ['passes', 'passRate'],
      ['undecided', 'undecided'],
      ['not run', 'missing'],
      ['cost a row', 'usd'],
      ['slowest ballot', 'latency'],
    ] as const
  ).filter(([, key]) => figures.some((arm) => arm[key] !== null));
  return [
    `| arm | ${columns.map(([head]) => head).join(' | ')} |`,
    `|---|${columns.map(() => '---:|').join('')}`,
    ...figures.map(
      (arm) =>
        `| ${escapeMarkdown(arm.name)} | ${columns.map(([, key]) => escapeMarkdown(arm[key] ?? '–')).join(' | ')} |`,
    ),
  ];
};

const changedLines = (pairing: Pairing, comparison: Comparison): string[] => {
  const [arm, reference] = [namesIn(comparison, pairing).arm, namesIn(comparison, pairing).reference].map(
    escapeMarkdown,
  );
  const changed = changedRows(pairing);
  const more = changed.length - shownRows;
  const left = bullets(
    pairing.unpaired.map((each) =>
      escapeMarkdown(`${namesIn(comparison, pairing).arm}: left out ${unpairedText(each, shownNames)}`),
    ),
  );
  if (changed.length === 0) return left;
  return [
    // GitHub reads Markdown within an element again after an empty line.
    `<details><summary>${changedTotal(pairing)}</summary>`,
    '',
    `| row | gold | ${reference} | ${arm} |`,
    '|---|---|---|---|',
    ...changed.slice(0, shownRows).map(({ row, reference: before, arm: after }) => {
      const gold = after.gold ?? before.gold;
      const cells = [row, gold === null ? '–' : valueText(gold), ...[before, after].map(sideText)];
      return `| ${cells.map(escapeMarkdown).join(' | ')} |`;
    }),
    '',
    ...(more > 0 ? [`and ${plural(more, 'row')} more`, ''] : []),
    '</details>',
    '',
    ...left,
  ];
};

const sideText = (row: Parameters<typeof votesText>[0] & Parameters<typeof verdictText>[0]): string =>
  `${verdictText(row)}${votesText(row) === '' ? '' : ` (${votesText(row)})`}`;

const bullets = (sentences: readonly string[]): string[] =>
  sentences.length === 0 ? [] : [...sentences.map((sentence) => `- ${sentence}`), ''];
