import type { Findings, JudgeFinding } from '../analyse/findings.ts';
import type { RowVerdict } from '../analyse/verdicts.ts';
import type { Value } from '../ballot.ts';
import { count, number, percent, plural } from './format.ts';
import { html, type Content, type Markup } from './markup.ts';
import { fold, table, tableOfJudges } from './page-table.ts';
import { lostBallots, shownVerdicts } from './verdicts.ts';

const shownRows = 200;

/** Who voted, and how the ballots ended. */
export const judgeTable = (judges: readonly JudgeFinding[]): Markup =>
  html`<h3>Ballots</h3>
    ${tableOfJudges(
      [
        ['Judge', 'name'],
        ['Rows', 'number'],
        ['Cast', 'number'],
        ['Abstained', 'number'],
        ['Invalid', 'number'],
        ['Failed', 'number'],
        ['Rows with all its ballots alike', 'number'],
      ],
      {
        panel: [],
        judges: judges.map(({ judge, rows, outcomes, identical }) => [
          judge,
          count(rows),
          count(outcomes.cast),
          count(outcomes.abstained),
          count(outcomes.invalid),
          count(outcomes.failed),
          identical === null ? '–' : percent(identical),
        ]),
      },
    )}`;

/** The rows that deserve a look: wrong ones first, then undecided ones, then the closest decisions; scores by their distance from gold. */
export const rowTable = (findings: Findings, criterion: string): Markup => {
  const rows = shownVerdicts(findings).filter((verdict) => verdict.criterion === criterion);
  const near = findings.settings.target === 'mean';
  const sorted = rows.toSorted((a, b) => (near ? distance(b) - distance(a) : rank(a) - rank(b) || lead(a) - lead(b)));
  return html`<h3>Rows</h3>
    <p class="quiet">
      ${tally(rows, near)}
      ${rows.length > shownRows && `The ${shownRows} that most deserve a look are shown; all are in verdicts.csv and report.json.`}
    </p>
    ${fold(
      'Verdict by row',
      table(
        [
          ['Row', 'name'],
          ['Verdict', 'text'],
          ['Gold', 'text'],
          ['Votes', 'text'],
        ],
        sorted.slice(0, shownRows).map(line),
      ),
      { open: rows.length <= 30 },
    )}`;
};

const tally = (rows: readonly RowVerdict[], near: boolean): string => {
  const undecided = rows.filter(({ verdict }) => verdict.kind === 'undecided').length;
  const left = undecided > 0 ? `leaves ${count(undecided)} undecided` : 'decides them all';
  const judged = rows.filter(({ gold }) => gold !== null).length;
  if (near)
    return `All ballots together score ${plural(rows.length - undecided, 'row')}. Those farthest from gold come first.`;
  if (judged === 0)
    return `Of ${plural(rows.length, 'row')}, none with gold, the whole panel ${left}. The closest votes come first.`;
  const wrong = rows.filter(({ correct }) => correct === false).length;
  return `Of ${plural(rows.length, 'row')} the whole panel judges ${count(wrong)} wrongly and ${left}. Wrong verdicts come first, then undecided rows, then the closest votes.`;
};

const line = ({ row, verdict, gold, correct, votes, outcomes }: RowVerdict): Content[] => [
  row,
  verdict.kind === 'undecided'
    ? html`<span class="quiet">undecided: ${verdict.cause}</span>`
    : html`<span class="${correct === null ? '' : correct ? 'right' : 'wrong'}"
        >${shown(verdict.value)}${correct === false && ' ✗'}</span
      >`,
  gold === null ? '–' : shown(gold),
  [
    ...votes.slice(0, 5).map(({ value, count: cast }) => `${shown(value)} × ${cast}`),
    ...(votes.length > 5 ? [`and ${votes.length - 5} more`] : []),
    // Who did not vote explains a verdict that is missing.
    ...(verdict.kind === 'undecided' && lostBallots(outcomes) !== '' ? [lostBallots(outcomes)] : []),
  ].join(', '),
];

const rank = ({ correct, verdict }: RowVerdict): number =>
  correct === false ? 0 : verdict.kind === 'undecided' ? 1 : 2;

/** How far the first value is ahead of the second, as a share of the votes. */
const lead = ({ votes }: RowVerdict): number => {
  const cast = votes.reduce((sum, { count: own }) => sum + own, 0);
  return cast === 0 ? 0 : ((votes[0]?.count ?? 0) - (votes[1]?.count ?? 0)) / cast;
};

const distance = ({ verdict, gold }: RowVerdict): number =>
  verdict.kind === 'decided' && typeof verdict.value === 'number' && typeof gold === 'number'
    ? Math.abs(verdict.value - gold)
    : -1;

const shown = (value: Value): string => {
  if (typeof value === 'number') return number(value);
  return value.length > 60 ? `${value.slice(0, 59)}…` : value;
};
