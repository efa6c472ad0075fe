import type { CurveFinding } from '../analyse/findings.ts';
import { designName, dollars, errorOf, fixed, percent, plural, verdictName } from './format.ts';
import { html, type Content, type Markup } from './markup.ts';
import { fold, glance, table, type Column } from './page-table.ts';
import { kneeSentence } from './sentence.ts';

/** Every curve's sentence and its points, for the reader who wants to check. */
export const pointsOfCurves = (curves: readonly CurveFinding[]): Markup => {
  const panel = curves.filter(({ judge }) => judge === '*');
  const judges = curves.filter(({ judge }) => judge !== '*');
  return html`<h3>Point by point</h3>
    ${panel.map(curveDetails)}
    ${
      judges.length > glance
        ? fold(
            `The ${judges.length} judges, one by one`,
            // A curve of one point says no more than its line in the table above.
            judges.map((curve) =>
              curve.grid.length > 1 ? curveDetails(curve) : html`<p class="quiet">${kneeSentence(curve)}</p>`,
            ),
          )
        : judges.map(curveDetails)
    }`;
};

const curveDetails = (curve: CurveFinding): Markup =>
  fold(curve.judge === '*' ? `The panel, ${designName[curve.design]}` : `Judge ${curve.judge}`, [
    html`<p>${kneeSentence(curve)}</p>
      <p class="quiet">${basis(curve)}</p>`,
    pointTable(curve),
    frontierTable(curve),
  ]);

const pointTable = (curve: CurveFinding): Markup => {
  const columns: readonly (Column | false)[] = [
    ['n', 'number'],
    ['Error', 'number'],
    ['Interval', 'number'],
    ['Band over all n', 'number'],
    ['Less than at 1, by', 'number'],
    curve.points.some(({ coverage }) => coverage !== undefined) && ['With quorum', 'number'],
    curve.points.some(({ simulationError }) => simulationError !== undefined) && ['Simulation error', 'number'],
  ];
  const rows = curve.points.map((point): Content[] => {
    const gain = curve.knee.gains.find(({ n }) => n === point.n);
    return [
      point.n,
      errorOf(curve, point.error),
      `${errorOf(curve, point.lower)}–${errorOf(curve, point.upper)}`,
      `${errorOf(curve, point.bandLower)}–${errorOf(curve, point.bandUpper)}`,
      gain === undefined || curve.metric === 'rmse' ? '–' : fixed(gain.estimate * 100, 2),
      percent(point.coverage ?? 1),
      `±${errorOf(curve, point.simulationError ?? 0)}`,
    ].filter((_, at) => columns[at] !== false);
  });
  return table(
    columns.filter((column) => column !== false),
    rows,
  );
};

const basis = (curve: CurveFinding): string => {
  const { rows, groups, fixedGroups, excluded, knee, kneedle } = curve;
  const left = [
    excluded.noGold > 0 ? `${excluded.noGold} without gold` : '',
    excluded.noBallots > 0 ? `${excluded.noBallots} without a ballot` : '',
    excluded.cutShort > 0 ? `${excluded.cutShort} that the run did not finish` : '',
    excluded.judgeMissing > 0 ? `${excluded.judgeMissing} that a judge has not voted on` : '',
  ].filter((reason) => reason !== '');
  return [
    `${plural(rows, 'row')}${groups === null ? '' : ` in ${plural(groups, 'group')}, which are the units of every interval`}${fixedGroups > 0 ? ` in ${plural(fixedGroups, 'group')}, read as fixed categories: the intervals speak of rows within these categories only` : ''}.`,
    left.length > 0 ? `Left out: ${left.join(', ')}.` : '',
    `Lowest error at ${knee.best}; fewest ballots within the margin of it: ${knee.point} as observed, ${knee.safe ?? 'none'} with confidence. Kneedle, which reads the shape only, says ${kneedle ?? 'none'}.`,
    verdictShares(curve),
  ].join(' ');
};

const verdictShares = ({ knee: { bootstrap } }: CurveFinding): string =>
  `With the rows drawn anew ${bootstrap.resamples} times the verdict is ${Object.entries(bootstrap.verdicts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([verdict, share]) => `“${named(verdict)}” in ${percent(share)}`)
    .join(', ')}.`;

const named = (verdict: string): string =>
  Object.entries(verdictName).find(([code]) => code === verdict)?.[1] ?? verdict;

const frontierTable = (curve: CurveFinding): Markup | null =>
  curve.frontier.length === 0
    ? null
    : table(
        [
          ['n', 'number'],
          ['Cost a row', 'number'],
          ['Error', 'number'],
          ['Best while one error costs', 'text'],
        ],
        curve.frontier.map(({ n, cost, error, from, to }) => [
          n,
          dollars(cost),
          errorOf(curve, error),
          to === null ? `${dollars(from)} or more` : `${dollars(from)} to ${dollars(to)}`,
        ]),
        `What an error must cost for more ballots to pay, at ${dollars(curve.costPerBallot ?? 0)} a ballot:`,
      );
