import type { CurveFinding, Findings } from '../analyse/analyse.ts';
import { designName, dollars, errorOf, judgeName, number, percent, withInterval } from './format.ts';
import { html, type Markup } from './markup.ts';
import { kneeSentence, pointAt } from './sentence.ts';

/** One line a curve: the verdict, and the errors that it rests on. */
export const curveTable = (curves: readonly CurveFinding[]): Markup =>
  html` <div class="scroll">
    <table>
      <caption>
        Each judge alone, and the panel under each way of drawing its ballots. Intervals in brackets.
      </caption>
      <thead>
        <tr>
          <th>Ballots of</th>
          <th>Verdict</th>
          <th class="n">Use</th>
          <th class="n">Error at 1</th>
          <th class="n">at the size to use</th>
          <th class="n">at the most</th>
          <th class="n">Knee, 90% of resamples</th>
        </tr>
      </thead>
      <tbody>
        ${curves.map(curveRow)}
      </tbody>
    </table>
  </div>`;

const curveRow = (curve: CurveFinding): Markup => {
  const { knee, judge, design, grid } = curve;
  const largest = grid.at(-1) ?? 1;
  const { lower, upper } = knee.bootstrap;
  return html` <tr>
    <td class="id">${judge === '*' ? html`<b>${judgeName(judge)}</b>, ${designName[design]}` : judge}</td>
    <td><span class="tag">${knee.verdict}</span></td>
    <td class="n">${knee.n ?? '–'}</td>
    <td class="n">${withInterval(curve, pointAt(curve, 1))}</td>
    <td class="n">${knee.n === null ? '–' : withInterval(curve, pointAt(curve, knee.n))}</td>
    <td class="n">${errorOf(curve, pointAt(curve, largest).error)} at ${largest}</td>
    <td class="n">${largest === 1 ? '–' : lower === upper ? lower : `${lower}–${upper}`}</td>
  </tr>`;
};

/** Every curve's sentence, and its points, for the reader who wants to check. */
export const curveDetails = (curve: CurveFinding): Markup => {
  const coverage = curve.points.some((point) => point.coverage !== undefined);
  const simulated = curve.points.some((point) => point.simulationError !== undefined);
  return html` <details>
    <summary>${curve.judge === '*' ? `The panel, ${designName[curve.design]}` : `Judge ${curve.judge}`}</summary>
    <p>${kneeSentence(curve)}</p>
    <p class="quiet">${basis(curve)}</p>
    ${frontierTable(curve)}
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th class="n">n</th>
            <th class="n">Error</th>
            <th class="n">Interval</th>
            <th class="n">Band over all n</th>
            <th class="n">Gain over one ballot</th>
            ${coverage && html`<th class="n">With quorum</th>`}${simulated && html`<th class="n">Simulation error</th>`}
          </tr>
        </thead>
        <tbody>
          ${curve.points.map((point) => {
            const gain = curve.knee.gains.find(({ n }) => n === point.n);
            return html` <tr>
              <td class="n">${point.n}</td>
              <td class="n">${errorOf(curve, point.error)}</td>
              <td class="n">${errorOf(curve, point.lower)}–${errorOf(curve, point.upper)}</td>
              <td class="n">${errorOf(curve, point.bandLower)}–${errorOf(curve, point.bandUpper)}</td>
              <td class="n">${gain === undefined || curve.metric === 'rmse' ? '' : percent(gain.estimate)}</td>
              ${coverage && html`<td class="n">${percent(point.coverage ?? 1)}</td>`}${simulated && html`<td class="n">±${errorOf(curve, point.simulationError ?? 0)}</td>`}
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </details>`;
};

const basis = (curve: CurveFinding): string => {
  const { rows, groups, fixedGroups, excluded, knee, kneedle } = curve;
  const left = [
    excluded.noGold > 0 ? `${excluded.noGold} without gold` : '',
    excluded.noBallots > 0 ? `${excluded.noBallots} without a ballot` : '',
    excluded.judgeMissing > 0 ? `${excluded.judgeMissing} that a judge has not voted on` : '',
  ].filter((reason) => reason !== '');
  return [
    `${rows} rows${groups === null ? '' : ` in ${groups} groups, which are the units of every interval`}${fixedGroups > 0 ? ` in ${fixedGroups} groups, read as fixed categories: the intervals speak of rows within these categories only` : ''}.`,
    left.length > 0 ? `Left out: ${left.join(', ')}.` : '',
    `Lowest error at ${knee.best}; smallest size within the margin as observed ${knee.point}, with confidence ${knee.safe ?? 'none'}; Kneedle would say ${kneedle ?? 'none'} (a description of the shape only).`,
    verdictShares(curve),
  ].join(' ');
};

const verdictShares = ({ knee: { bootstrap } }: CurveFinding): string =>
  `Verdicts over ${bootstrap.resamples} resamples of the rows: ${Object.entries(bootstrap.verdicts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([verdict, share]) => `${verdict} ${percent(share)}`)
    .join(', ')}.`;

const frontierTable = (curve: CurveFinding): Markup | null =>
  curve.frontier.length === 0
    ? null
    : html` <div class="scroll">
        <table>
          <caption>
            What an error must cost for a size to pay (${dollars(curve.costPerBallot ?? 0)} a ballot)
          </caption>
          <thead>
            <tr>
              <th class="n">n</th>
              <th class="n">Cost a row</th>
              <th class="n">Error</th>
              <th>Best while one error costs</th>
            </tr>
          </thead>
          <tbody>
            ${curve.frontier.map(
              ({ n, cost, error, from, to }) =>
                html`<tr>
                  <td class="n">${n}</td>
                  <td class="n">${dollars(cost)}</td>
                  <td class="n">${errorOf(curve, error)}</td>
                  <td>${to === null ? `${dollars(from)} or more` : `${dollars(from)} to ${dollars(to)}`}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;

/** How aggregated scores go with gold. */
export const associationTable = (curves: readonly CurveFinding[]): Markup | null => {
  const found = curves.flatMap((curve) =>
    curve.association === null ? [] : [{ ...curve.association, judge: curve.judge }],
  );
  if (found.length === 0) return null;
  const shown = (value: number | null): string => (value === null ? '–' : number(value));
  return html` <h3>Correlation with gold</h3>
    <div class="scroll">
      <table>
        <caption>
          Of all recorded ballots: over all rows, and as the mean over groups in which both sides vary.
        </caption>
        <thead>
          <tr>
            <th>Ballots of</th>
            <th class="n">Rows</th>
            <th class="n">Pearson</th>
            <th class="n">Spearman</th>
            <th class="n">Kendall τ-b</th>
            <th class="n">Groups</th>
            <th class="n">Pearson</th>
            <th class="n">Spearman</th>
            <th class="n">Kendall τ-b</th>
          </tr>
        </thead>
        <tbody>
          ${found.map(
            ({ judge, rows, overall, withinGroups }) =>
              html` <tr>
                <td class="id">${judge === '*' ? judgeName(judge) : judge}</td>
                <td class="n">${rows}</td>
                <td class="n">${shown(overall.pearson)}</td>
                <td class="n">${shown(overall.spearman)}</td>
                <td class="n">${shown(overall.kendall)}</td>
                <td class="n">${withinGroups?.groups ?? '–'}</td>
                <td class="n">${shown(withinGroups?.pearson ?? null)}</td>
                <td class="n">${shown(withinGroups?.spearman ?? null)}</td>
                <td class="n">${shown(withinGroups?.kendall ?? null)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <div class="scroll">
      <table>
        <caption>
          By number of ballots: means over random orders of each row's ballots, ± the simulation's standard error of
          Pearson's r.
        </caption>
        <thead>
          <tr>
            <th>Ballots of</th>
            <th class="n">n</th>
            <th class="n">Pearson</th>
            <th class="n">Spearman</th>
            <th class="n">Kendall τ-b</th>
          </tr>
        </thead>
        <tbody>
          ${found.flatMap(({ judge, byN }) =>
            byN.map(
              ({ n, simulationError, ...each }) =>
                html` <tr>
                  <td class="id">${judge === '*' ? judgeName(judge) : judge}</td>
                  <td class="n">${n}</td>
                  <td class="n">${shown(each.pearson)}${simulationError > 0 && ` ±${number(simulationError)}`}</td>
                  <td class="n">${shown(each.spearman)}</td>
                  <td class="n">${shown(each.kendall)}</td>
                </tr>`,
            ),
          )}
        </tbody>
      </table>
    </div>`;
};

/** The agreement of ballots on the same row, coefficient beside coefficient. */
export const agreementTable = ({ agreement }: Findings, criterion: string): Markup | null => {
  const judges = [
    ...Map.groupBy(
      agreement.filter((entry) => entry.criterion === criterion),
      ({ judge }) => judge,
    ),
  ];
  if (judges.length === 0) return null;
  const cell = (entries: Findings['agreement'], coefficient: string): string => {
    const found = entries.find((entry) => entry.coefficient === coefficient);
    if (found === undefined) return '–';
    const shown = coefficient === 'percent' ? percent : (value: number): string => value.toFixed(2);
    return found.undefined
      ? `${shown(found.value)} (by convention: nothing differs)`
      : `${shown(found.value)} (${shown(found.lower)}–${shown(found.upper)})`;
  };
  return html` <h3>Agreement</h3>
    <p class="quiet">How far ballots on the same row agree. It is not accuracy: judges may share an error.</p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Ballots of</th>
            <th class="n">Rows</th>
            <th class="n">Krippendorff's α</th>
            <th class="n">Gwet's AC1</th>
            <th class="n">Pairs that agree</th>
          </tr>
        </thead>
        <tbody>
          ${judges.map(
            ([judge, entries]) =>
              html` <tr>
                <td class="id">${judge === '*' ? html`<b>the panel</b>` : judge}</td>
                <td class="n">${entries[0]?.rows ?? 0}</td>
                <td class="n">${cell(entries, 'krippendorff-alpha')}</td>
                <td class="n">${cell(entries, 'gwet-ac1')}</td>
                <td class="n">${cell(entries, 'percent')}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
};
