import type { ArmSummary, ChangedRow, Comparison, Pairing } from '../compare/comparison.ts';
import { armFigures } from './compare-arms.ts';
import { changedRows, changedTotal, unpairedText, valueText, verdictText, votesText } from './compare-changed.ts';
import { frontierSentence, selectionSentence } from './compare-choice.ts';
import { comparisonHeadline, pairingSentences } from './compare-headline.ts';
import { namesIn } from './compare-words.ts';
import { printable } from './escape.ts';
import { markOf } from './mark.ts';
import type { Emphasis } from './terminal.ts';
import { textTable, type TextColumn } from './text-table.ts';
import { wrap } from './wrap.ts';

const shownNames = 5;

/** Changed rows that are shown of each pairing: few where there are many pairings. */
const shownOf = ({ pairings }: Comparison): number => (pairings.length > 2 ? 2 : 5);

/** The short summary of a comparison for a terminal: the answer first, then each subject's arms and pairs, in `width` columns. */
export const comparisonSummary = (
  comparison: Comparison,
  { width, strong, quiet, warn }: Pick<Emphasis, 'strong' | 'quiet' | 'warn'> & { readonly width: number },
): string => {
  const { arms, subjects, mismatches, notes } = comparison;
  const mark = markOf(comparison);
  const shownRows = shownOf(comparison);
  const lines = (text: string, shown: (line: string) => string = (line) => line): string[] =>
    wrap(printable(text), width).map(shown);
  const about = (subject: string): string[] => [
    ...(subjects.length > 1 ? ['', ...lines(subject, strong)] : ['']),
    ...armTable(arms, subject, width).map(printable),
    ...comparison.pairings.filter((pairing) => pairing.subject === subject).flatMap(pairLines),
    ...choices(subject).flatMap((sentence) => ['', ...lines(sentence)]),
  ];
  return [
    ...(mark === null ? [] : [...lines(mark.sentence, warn), '']),
    ...mismatches.flatMap(({ message }) => lines(`! ${message}`, warn)),
    ...(mismatches.length > 0 ? [''] : []),
    ...lines(comparisonHeadline(comparison), strong),
    ...subjects.flatMap(({ id }) => about(id)),
    ...(notes.length > 0 ? [''] : []),
    ...notes.flatMap((note) => lines(`! ${note}`, warn)),
  ].join('\n');

  function pairLines(pairing: Pairing): string[] {
    return [
      '',
      ...lines(pairingSentences(pairing, comparison).join(' ')),
      ...changedLines(pairing),
      ...pairing.unpaired.flatMap((each) => lines(`Left out: ${unpairedText(each, shownNames)}.`, quiet)),
    ];
  }
  function changedLines(pairing: Pairing): string[] {
    const changed = changedRows(pairing);
    if (changed.length === 0) return [];
    const more = changed.length > shownRows ? `. The first ${shownRows}` : '';
    return [
      ...lines(`${changedTotal(pairing)}${more}:`),
      ...changed.slice(0, shownRows).flatMap((row) => indented(changedLine(row, namesIn(comparison, pairing)), width)),
    ];
  }
  function choices(subject: string): string[] {
    const frontier = comparison.frontiers.find((each) => each.subject === subject);
    const selection = comparison.selections.find((each) => each.subject === subject);
    const best = frontier === undefined ? null : frontierSentence(frontier, comparison);
    return [
      ...(best === null ? [] : [best]),
      ...(selection === undefined ? [] : [selectionSentence(selection, comparison)]),
    ];
  }
};

const columns: readonly TextColumn[] = [
  { head: 'arm', alone: (name) => name },
  { head: 'error', alone: (rate) => `error ${rate}` },
  { head: 'passes', alone: (rate) => `passes ${rate}`, end: true },
  { head: 'undecided', alone: (rows) => `${rows} undecided`, end: true },
  { head: 'not run', alone: (rows) => `${rows} not run`, end: true },
  { head: '$ a row', alone: (price) => `${price} a row`, end: true },
  { head: 'slowest', alone: (time) => `slowest ballot ${time}`, end: true },
];

const armTable = (arms: readonly ArmSummary[], subject: string, width: number): string[] =>
  textTable(
    columns,
    armFigures(arms, subject).map(({ name, errorRate, passes, undecided, missing, usd, latency }) => [
      name,
      errorRate,
      passes,
      undecided,
      missing,
      usd,
      latency,
    ]),
    width,
  );

const changedLine = ({ row, reference, arm }: ChangedRow, names: ReturnType<typeof namesIn>): string => {
  const gold = arm.gold ?? reference.gold;
  const side = (name: string, of: ChangedRow['arm']): string =>
    `${name} ${verdictText(of)}${votesText(of) === '' ? '' : ` (${votesText(of)})`}`;
  return `${row}${gold === null ? '' : `, gold ${valueText(gold)}`}: ${side(names.reference, reference)}; ${side(names.arm, arm)}`;
};

const indented = (text: string, width: number): string[] =>
  wrap(printable(text), width - 4).map((line, at) => `${at === 0 ? '  ' : '    '}${line}`);
