import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { CurveFinding } from '../analyse/analyse.ts';
import { judgeName } from './format.ts';
import { trusted, type Markup } from './markup.ts';
import { pointAt } from './sentence.ts';

/** More lines than this can't be told apart: the others stay grey, and the table names them. */
const named = 6;

// Okabe and Ito's palette, which readers with any colour vision can tell apart; the panel has the text's own colour.
const colours = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9'];

type LinePoint = { readonly n: number; readonly error: number; readonly name: string };

/** Error against panel size as an SVG that needs no script: the panel with its band and knee, and a line for each judge. */
export const errorChart = (panel: CurveFinding, judges: readonly CurveFinding[], title: string): Markup => {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const percents = panel.metric === 'error';
  const shown = (error: number): number => (percents ? error * 100 : error);
  const coloured = lowestAtOne(judges).slice(0, named);
  const lineOf = (curve: CurveFinding): LinePoint[] =>
    curve.points.map(({ n, error }) => ({ n, error: shown(error), name: label(curve) }));
  const band = panel.points.map(({ n, bandLower, bandUpper }) => ({
    n,
    lower: shown(bandLower),
    upper: shown(bandUpper),
  }));
  const largest = Math.max(2, panel.points.length, ...judges.map((curve) => curve.points.length));
  const ends = [panel, ...coloured].map((curve) => ({
    n: largest,
    error: lineOf(curve).at(-1)?.error ?? 0,
    name: label(curve),
  }));
  const knee = panel.knee.n === null ? [] : [{ n: panel.knee.n, error: shown(pointAt(panel, panel.knee.n).error) }];
  const single = panel.points.length === 1;
  const chart = Plot.plot({
    document,
    width: 860,
    height: 400,
    marginLeft: 52,
    marginRight: 170,
    marginBottom: 44,
    marginTop: 26,
    style: { fontSize: '12px', background: 'none', overflow: 'visible' },
    x: {
      type: largest > 12 ? 'log' : 'linear',
      domain: [1, largest],
      ticks: ticksTo(largest),
      tickFormat: (n: number) => String(n),
      label: 'ballots counted, n',
      labelAnchor: 'center',
      labelArrow: 'none',
    },
    y: {
      grid: true,
      zero: true,
      nice: true,
      label: percents ? 'rows judged wrongly, %' : 'error against gold (RMSE)',
      labelArrow: 'none',
      ticks: 6,
    },
    color: { domain: coloured.map(label), range: colours },
    marks: [
      Plot.areaY(band, { x: 'n', y1: 'lower', y2: 'upper', fill: 'currentColor', fillOpacity: 0.1 }),
      Plot.line(judges.filter((curve) => !coloured.includes(curve)).flatMap(lineOf), {
        x: 'n',
        y: 'error',
        z: 'name',
        stroke: 'currentColor',
        strokeOpacity: 0.22,
        strokeWidth: 1,
      }),
      Plot.line(coloured.flatMap(lineOf), { x: 'n', y: 'error', z: 'name', stroke: 'name', strokeWidth: 1.5 }),
      Plot.dot(coloured.filter(({ points }) => points.length === 1).flatMap(lineOf), {
        x: 'n',
        y: 'error',
        fill: 'name',
        r: 3,
      }),
      single
        ? Plot.dot(lineOf(panel), { x: 'n', y: 'error', fill: 'currentColor', r: 4 })
        : Plot.line(lineOf(panel), { x: 'n', y: 'error', stroke: 'currentColor', strokeWidth: 2.75 }),
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
        dy: -14,
        text: ({ n }: { n: number }) => `use ${n}`,
        fontWeight: 'bold',
      }),
      Plot.text(apart(ends), {
        x: 'n',
        y: 'at',
        text: 'name',
        textAnchor: 'start',
        dx: 8,
        fill: ({ name }: LinePoint) =>
          name === label(panel) ? 'currentColor' : (colours[coloured.map(label).indexOf(name)] ?? 'currentColor'),
      }),
      Plot.ruleY([0]),
    ],
  });
  chart.setAttribute('role', 'img');
  chart.setAttribute('aria-label', title);
  chart.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return trusted(String(chart.outerHTML));

  /** Moves labels at the ends of lines apart, so that each can be read; from the top down. */
  function apart(labels: readonly LinePoint[]): (LinePoint & { at: number })[] {
    const top = Math.max(
      ...panel.points.map(({ bandUpper }) => shown(bandUpper)),
      ...judges.flatMap((curve) => curve.points.map(({ error }) => shown(error))),
    );
    const step = top / 21;
    let below = Infinity;
    return labels
      .toSorted((a, b) => b.error - a.error)
      .map((entry) => {
        const at = Math.min(entry.error, below - step);
        below = at;
        return { ...entry, at };
      });
  }
};

const label = ({ judge }: CurveFinding): string => {
  const name = judge === '*' ? judgeName(judge).replace('the ', '') : judge;
  return name.length > 24 ? `${name.slice(0, 23)}…` : name;
};

const lowestAtOne = (judges: readonly CurveFinding[]): CurveFinding[] =>
  judges.toSorted((a, b) => pointAt(a, 1).error - pointAt(b, 1).error);

const ticksTo = (largest: number): number[] =>
  (largest > 12
    ? [1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 500, 1000]
    : Array.from({ length: largest }, (_, at) => at + 1)
  ).filter((n) => n <= largest);
