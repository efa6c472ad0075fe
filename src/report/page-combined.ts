import type { Combined, CombinedRow } from '../analyse/combined.ts';
import type { Findings } from '../analyse/findings.ts';
import { combinedErrorSentence, combinedSentence } from './combined-sentence.ts';
import { count, errorOf, percent, plural } from './format.ts';
import { html, type Content, type Markup } from './markup.ts';
import { fold, table } from './page-table.ts';

const shownRows = 200;

/** The verdicts on all criteria as one; nothing where they are not combined. */
export const combinedSection = ({ combined, settings }: Findings): Markup | null => {
  if (combined === null) return null;
  const error = combinedErrorSentence(combined);
  return html`<section id="combined">
    <h2>All criteria together</h2>
    <p class="advice">${combinedSentence(combined)}</p>
    ${error !== null && html`<p>${error}</p>`}
    ${table(
      [
        ['Criterion', 'name'],
        ['Passed', 'number'],
        ['Failed', 'number'],
        ['Undecided', 'number'],
      ],
      [...combined.criteria.map((criterion) => criterionLine(combined, criterion)), totalLine(combined)],
      `Each criterion is voted on by itself, then the verdicts are combined. Brackets hold ${percent(settings.level)} intervals; shares are of the decided rows.`,
    )}
    ${pointTable(combined)} ${rowTable(combined)}
  </section> `;
};

const criterionLine = ({ rows }: Combined, criterion: string): Content[] => {
  const said = rows
    .flatMap((row) => row.criteria.filter((each) => each.criterion === criterion))
    .map(({ passed }) => passed);
  const of = (wanted: boolean | null): string => count(said.filter((passed) => passed === wanted).length);
  return [criterion, of(true), of(false), of(null)];
};

const totalLine = ({ passed, failed, undecided }: Combined): Content[] => [
  html`<b>together</b>`,
  count(passed),
  count(failed),
  count(undecided),
];

const pointTable = ({ points }: Combined): Markup | false =>
  points !== null &&
  fold(
    'Combined error by the number of ballots a criterion',
    table(
      [
        ['Ballots a criterion', 'number'],
        ['Error', 'number'],
        ['Interval', 'number'],
        ['Band over all n', 'number'],
      ],
      points.map((point) => [
        point.n,
        shown(point.error),
        `${shown(point.lower)}–${shown(point.upper)}`,
        `${shown(point.bandLower)}–${shown(point.bandUpper)}`,
      ]),
      'The error that is expected if n ballots of the panel are drawn on each criterion. A tie counts half for either side, as in the curves below.',
    ),
  );

const rowTable = ({ rows }: Combined): Markup => {
  const sorted = rows.toSorted((a, b) => rank(a) - rank(b));
  return html`${fold(
    rows.length > shownRows
      ? `Combined verdict by row: the ${shownRows} that most deserve a look`
      : 'Combined verdict by row',
    table(
      [
        ['Row', 'name'],
        ['Verdict', 'text'],
        ['Gold', 'text'],
        ['Not passed', 'text'],
      ],
      sorted.slice(0, shownRows).map(line),
      `${plural(rows.length, 'row')}. Wrong verdicts come first, then undecided rows, then rows that fail.`,
    ),
  )}`;
};

const line = ({ row, verdict, gold, correct, criteria }: CombinedRow): Content[] => {
  const named = (wanted: boolean | null): string[] =>
    criteria.filter(({ passed }) => passed === wanted).map(({ criterion }) => criterion);
  const [failed, open] = [named(false), named(null)];
  return [
    row,
    verdict === 'undecided'
      ? html`<span class="quiet">undecided</span>`
      : html`<span class="${correct === null ? '' : correct ? 'right' : 'wrong'}"
          >${verdict}${correct === false && ' ✗'}</span
        >`,
    gold ?? '–',
    [failed.join(', '), open.length > 0 ? `undecided: ${open.join(', ')}` : '']
      .filter((part) => part !== '')
      .join('; ') || '–',
  ];
};

const rank = ({ verdict, correct }: CombinedRow): number => {
  if (verdict === 'undecided') return 1;
  if (correct === false) return 0;
  return verdict === 'fail' ? 2 : 3;
};

const shown = (error: number): string => errorOf({ metric: 'error' }, error);
