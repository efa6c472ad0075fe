import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { CurveFinding } from '../analyse/findings.ts';
import { endLabels } from './chart-labels.ts';
import { errorOf } from './format.ts';
import { trusted, type Markup } from './markup.ts';
import { firstPoint, pointAt } from './sentence.ts';

/** More lines than this can't be told apart: the others stay grey, and the table names them. */
export const named = 6;

// Okabe and Ito's palette, which readers with any colour vision can tell apart; the panel has the text's own colour.
export const colours = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9'];

/** Above this many ballots the first few, where most happens, would be crowded together. */
const crowded = 12;

type LinePoint = { readonly n: number; readonly error: number; readonly line: string };

/** Error against panel size as an SVG that needs no script: the main curve with its band and knee, and a line for each judge. */
export const errorChart = (main: CurveFinding, judges: readonly CurveFinding[]): Markup => {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const percents = main.metric === 'error';
  const shown = (error: number): number => (percents ? error * 100 : error);
  // Lines go by their judge's place, since two names may look alike once they are cut to fit.
  const lineOf = (curve: CurveFinding): LinePoint[] =>
    curve.points.map(({ n, error }) => ({ n, error: shown(error), line: String(judges.indexOf(curve)) }));
  const coloured = lowestAtOne(judges).slice(0, named);
  const grey = judges.filter((curve) => !coloured.includes(curve));
  const dots = (curves: readonly CurveFinding[]): LinePoint[] =>
    curves.filter(({ points }) => points.length === 1).flatMap(lineOf);
  const band = main.points.map(({ n, bandLower, bandUpper }) => ({
    n,
    lower: shown(bandLower),
    upper: shown(bandUpper),
  }));
  const largest = Math.max(2, main.points.length, ...judges.map((curve) => curve.points.length));
  const knee = main.knee.n === null ? [] : [{ n: main.knee.n, error: shown(pointAt(main, main.knee.n).error) }];
  // Never zero, or a panel without an error would have an axis without a length.
  const top = Math.max(
    shown(0.01),
    ...band.map(({ upper }) => upper),
    ...judges.flatMap(lineOf).map(({ error }) => error),
  );
  const labels = endLabels([main, ...coloured], { shown, top }).map((label) => ({
    ...label,
    line: String(judges.indexOf(label.curve)),
  }));
  const chart = Plot.plot({
    document,
    width: 860,
    height: 420,
    marginLeft: 52,
    marginRight: 205,
    marginBottom: 44,
    marginTop: knee.length > 0 ? 46 : 28,
    style: { fontSize: '12px', background: 'none', overflow: 'visible' },
    x: {
      type: largest > crowded ? 'log' : 'linear',
      domain: [1, largest],
      ticks: ticksTo(largest),
      tickFormat: (n: number) => String(n),
      label: 'ballots counted, n',
      labelAnchor: 'center',
      labelArrow: 'none',
    },
    y: {
      grid: true,
      domain: [0, top],
      nice: true,
      label: percents ? 'rows judged wrongly, %' : 'error against gold (RMSE)',
      labelArrow: 'none',
      ticks: 6,
    },
    color: { domain: coloured.map((curve) => String(judges.indexOf(curve))), range: colours },
    marks: [
      Plot.areaY(band, { x: 'n', y1: 'lower', y2: 'upper', fill: 'currentColor', fillOpacity: 0.1 }),
      Plot.line(grey.flatMap(lineOf), {
        x: 'n',
        y: 'error',
        z: 'line',
        stroke: 'currentColor',
        strokeOpacity: 0.22,
        strokeWidth: 1,
      }),
      Plot.dot(dots(grey), { x: 'n', y: 'error', fill: 'currentColor', fillOpacity: 0.25, r: 2.5 }),
      Plot.link(labels, {
        x1: 'from',
        x2: largest,
        y1: 'error',
        y2: 'error',
        stroke: ({ curve, line }: (typeof labels)[number]) => (curve === main ? 'currentColor' : line),
        strokeOpacity: 0.55,
        strokeDasharray: '1,4',
        strokeLinecap: 'round',
      }),
      Plot.line(coloured.flatMap(lineOf), { x: 'n', y: 'error', z: 'line', stroke: 'line', strokeWidth: 1.75 }),
      Plot.dot(dots(coloured), { x: 'n', y: 'error', fill: 'line', r: 3.5 }),
      Plot.line(lineOf(main), { x: 'n', y: 'error', stroke: 'currentColor', strokeWidth: 2.75 }),
      Plot.dot(dots([main]), { x: 'n', y: 'error', fill: 'currentColor', r: 4 }),
      Plot.ruleX(knee, { x: 'n', stroke: 'currentColor', strokeDasharray: '3,3', strokeOpacity: 0.7 }),
      Plot.dot(knee, {
        x: 'n',
        y: 'error',
        r: 5,
        fill: 'currentColor',
        stroke: 'var(--page, white)',
        strokeWidth: 1.5,
      }),
      Plot.text(knee, {
        x: 'n',
        frameAnchor: 'top',
        dy: -19,
        text: ({ n }: { n: number }) => `use ${n}: ${errorOf(main, pointAt(main, n).error)}`,
        fontWeight: 'bold',
      }),
      Plot.dot(
        labels.filter(({ curve }) => curve !== main),
        { x: largest, y: 'at', dx: 12, r: 3.5, fill: 'line' },
      ),
      Plot.text(labels, {
        x: largest,
        y: 'at',
        text: 'name',
        textAnchor: 'start',
        dx: 20,
        fill: 'currentColor',
        // Names of one family differ at their ends: what doesn't fit the margin is cut in the middle.
        lineWidth: 12,
        textOverflow: 'ellipsis-middle',
      }),
      Plot.ruleY([0]),
    ],
  });
  chart.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return trusted(String(chart.outerHTML));
};

const lowestAtOne = (judges: readonly CurveFinding[]): CurveFinding[] =>
  judges.toSorted((a, b) => firstPoint(a).error - firstPoint(b).error);

const ticksTo = (largest: number): number[] =>
  (largest > crowded
    ? [1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 500, 1000]
    : Array.from({ length: largest }, (_, at) => at + 1)
  ).filter((n) => n <= largest);
