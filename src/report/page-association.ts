import type { CurveFinding } from '../analyse/findings.ts';
import { fixed, judgeName } from './format.ts';
import { html, type Content, type Markup } from './markup.ts';
import { fold, table, tableOfJudges, type Column } from './page-table.ts';

const correlations: readonly Column[] = [
  ['Pearson', 'number'],
  ['Spearman', 'number'],
  ['Kendall τ-b', 'number'],
];

/** How aggregated scores go with gold, of all ballots and by their number. */
export const associationTable = (curves: readonly CurveFinding[]): Markup | null => {
  const found = curves.flatMap(({ association, judge }) => (association === null ? [] : [{ ...association, judge }]));
  if (found.length === 0) return null;
  const grouped = found.some(({ withinGroups }) => withinGroups !== null);
  const overall = found.map(({ judge, rows, overall: all, withinGroups }): Content[] => [
    nameOf(judge),
    rows,
    ...coefficients(all),
    ...(grouped ? [withinGroups?.groups ?? '–', ...coefficients(withinGroups)] : []),
  ]);
  const byNumber = found.flatMap(({ judge, byN }) =>
    byN.map(({ n, simulationError, ...each }): Content[] => {
      const [pearson, ...others] = coefficients(each);
      const error = simulationError < 0.0005 ? '' : ` ±${fixed(simulationError, 3)}`;
      return [nameOf(judge), n, `${pearson}${error}`, ...others];
    }),
  );
  return html`<h3>Correlation with gold</h3>
    ${tableOfJudges(
      [
        ['Ballots of', 'name'],
        ['Rows', 'number'],
        ...correlations,
        ...(grouped ? [['Groups', 'number'] as const, ...correlations] : []),
      ],
      {
        panel: overall.filter((_, at) => found[at]?.judge === '*'),
        judges: overall.filter((_, at) => found[at]?.judge !== '*'),
      },
      `All recorded ballots, over all rows${grouped ? '; then the mean over groups in which both sides vary' : ''}.`,
    )}
    ${fold(
      'By number of ballots',
      table(
        [['Ballots of', 'name'], ['n', 'number'], ...correlations],
        byNumber,
        "Means over random orders of each row's ballots, ± the simulation's standard error of Pearson's r.",
      ),
    )}`;
};

const nameOf = (judge: string): Content => (judge === '*' ? html`<b>${judgeName(judge)}</b>` : judge);

type Coefficients = Readonly<Record<'pearson' | 'spearman' | 'kendall', number | null>>;

const coefficients = (of: Coefficients | null): string[] =>
  [of?.pearson, of?.spearman, of?.kendall].map((value) => (typeof value === 'number' ? fixed(value, 3) : '–'));
