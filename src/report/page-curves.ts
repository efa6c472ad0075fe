import type { CurveFinding } from '../analyse/findings.ts';
import { designName, errorOf, judgeName, percent, verdictName, withInterval } from './format.ts';
import { html, type Content, type Markup } from './markup.ts';
import { tableOfJudges, type Column } from './page-table.ts';
import { firstPoint, pointAt } from './sentence.ts';

/** One line a curve: the verdict, and the errors that it rests on; judges with the least error first. */
export const curveTable = (curves: readonly CurveFinding[], level: number): Markup => {
  const columns: readonly Column[] = [
    ['Ballots of', 'name'],
    ['Verdict', 'text'],
    ['Use', 'number'],
    ['Error at 1', 'number'],
    ['Error there', 'number'],
    ['At the most', 'number'],
    ['Observed', 'number'],
  ];
  const panel = curves.filter(({ judge }) => judge === '*');
  const judges = curves
    .filter(({ judge }) => judge !== '*')
    .toSorted((a, b) => firstPoint(a).error - firstPoint(b).error);
  const caption = `${
    panel.length > 0 ? 'The panel under each way of drawing its ballots, then each judge alone. ' : ''
  }Brackets hold ${percent(level)} intervals. The last column is where nine in ten resamples see the fewest ballots within the margin of the lowest error.`;
  return tableOfJudges(columns, { panel: panel.map(cells), judges: judges.map(cells) }, caption);
};

const cells = (curve: CurveFinding): Content[] => {
  const { knee, judge, design, grid } = curve;
  const [smallest, largest] = [grid[0] ?? 1, grid.at(-1) ?? 1];
  const { lower, upper } = knee.bootstrap;
  return [
    judge === '*' ? html`<b>${judgeName(judge)}</b>, ${designName[design]}` : judge,
    html`<span class="tag">${verdictName[knee.verdict]}</span>`,
    knee.n ?? '–',
    `${withInterval(curve, firstPoint(curve))}${smallest === 1 ? '' : ` at ${smallest}`}`,
    knee.n === null ? '–' : withInterval(curve, pointAt(curve, knee.n)),
    largest === 1 ? '–' : `${errorOf(curve, pointAt(curve, largest).error)} at ${largest}`,
    largest === 1 ? '–' : lower === upper ? lower : `${lower}–${upper}`,
  ];
};
