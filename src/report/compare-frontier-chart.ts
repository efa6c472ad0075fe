import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { Comparison, Frontier } from '../compare/comparison.ts';
import { colours, named } from './chart.ts';
import { usd } from './compare-words.ts';
import { oneLine } from './escape.ts';
import { trusted, type Markup } from './markup.ts';

type Point = Frontier['points'][number];

const [width, height] = [860, 400];
const margins = { marginLeft: 52, marginRight: 185, marginTop: 28, marginBottom: 46 };

// Shapes as well as colours, for who can't tell the colours apart.
const symbols = ['circle', 'square', 'triangle', 'diamond2', 'star', 'times'] as const;

/** Beyond this ratio of the dearest to the cheapest point the cheap ones would lie on one another. */
const wide = 30;

/** What a row costs against how often it is judged wrongly: a shape an arm, a point a size, and the line of the best buys. */
export const frontierChart = ({ points, buys: best }: Frontier, { arms }: Comparison): Markup | null => {
  if (points.length === 0) return null;
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const costs = points.map((point) => point.usd);
  const [least, most] = [Math.min(...costs), Math.max(...costs)];
  const isLog = least > 0 && most / least > wide;
  const top = Math.max(0.01, ...points.map(({ error }) => error)) * 105;
  const x = {
    type: isLog ? ('log' as const) : ('linear' as const),
    domain: isLog ? [least / 1.15, most * 1.15] : [0, most > 0 ? most * 1.04 : 1],
  };
  const buys = labelled(best, { ...x, isLog, top });
  const shown = arms.map((_, at) => at).filter((at) => points.some(({ arm }) => arm === at));
  const styleOf = (at: number): { stroke: string; symbol: (typeof symbols)[number] } => {
    const place = shown.indexOf(at);
    return { stroke: colours[place] ?? 'currentColor', symbol: symbols[place] ?? 'circle' };
  };
  const chart = Plot.plot({
    document,
    width,
    height,
    ...margins,
    style: { fontSize: '12px', background: 'none', overflow: 'visible' },
    x: {
      ...x,
      ticks: isLog ? 3 : 6,
      tickFormat: (value: number) => usd(value),
      label: 'US dollars a row',
      labelAnchor: 'center',
      labelArrow: 'none',
    },
    y: { grid: true, domain: [0, top], ticks: 6, label: 'rows judged wrongly, %', labelArrow: 'none' },
    marks: [
      Plot.line(buys, { x: 'usd', y: percentOf, stroke: 'currentColor', strokeWidth: 2.25 }),
      ...shown.map((at) =>
        Plot.dot(
          points.filter(({ arm }) => arm === at),
          { x: 'usd', y: percentOf, r: 4, strokeWidth: 1.75, fill: 'var(--page, white)', ...styleOf(at) },
        ),
      ),
      sizeLabels(
        buys.filter(({ label }) => label === 'below'),
        { dx: -8, dy: 10, textAnchor: 'end' },
      ),
      sizeLabels(
        buys.filter(({ label }) => label === 'above'),
        { dx: 8, dy: -9, textAnchor: 'start' },
      ),
      ...shown.slice(0, named).flatMap((at, place) => [
        Plot.dot([at], {
          frameAnchor: 'top-right',
          dx: 20,
          dy: 8 + place * 20,
          r: 4,
          strokeWidth: 1.75,
          ...styleOf(at),
        }),
        Plot.text([oneLine(arms[at]?.name ?? '')], {
          frameAnchor: 'top-right',
          dx: 32,
          dy: 2 + place * 20,
          textAnchor: 'start',
          text: (name: string) => name,
          fill: 'currentColor',
          lineWidth: 11,
          textOverflow: 'ellipsis-middle',
        }),
      ]),
      Plot.ruleY([0]),
    ],
  });
  chart.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return trusted(String(chart.outerHTML));
};

const percentOf = ({ error }: Pick<Point, 'error'>): number => error * 100;

type Labelled = Point & { readonly label: 'below' | 'above' | 'none' };

const sizeLabels = (buys: readonly Labelled[], place: { dx: number; dy: number; textAnchor: 'start' | 'end' }) =>
  Plot.text(buys, {
    x: 'usd',
    y: percentOf,
    ...place,
    text: ({ n }: Point) => String(n),
    fontWeight: 'bold',
    fill: 'currentColor',
  });

/**
 * Where each buy's number of ballots stands: below the line, where no point can lie, unless the axes are too near. One that would stand
 * on another's is left to the table.
 */
const labelled = (
  buys: Frontier['buys'],
  { domain, isLog, top }: { domain: readonly number[]; isLog: boolean; top: number },
): Labelled[] => {
  const scaled = (value: number): number => (isLog ? Math.log(value) : value);
  const [from, to] = [scaled(domain[0] ?? 0), scaled(domain[1] ?? 1)];
  const placed: { left: number; above: number }[] = [];
  return buys.map((buy) => {
    const left = ((scaled(buy.usd) - from) / (to - from)) * (width - margins.marginLeft - margins.marginRight);
    const above = (percentOf(buy) / top) * (height - margins.marginTop - margins.marginBottom);
    const isFree = placed.every((other) => Math.abs(other.left - left) > 24 || Math.abs(other.above - above) > 15);
    if (!isFree) return { ...buy, label: 'none' };
    placed.push({ left, above });
    return { ...buy, label: left > 26 && above > 22 ? 'below' : 'above' };
  });
};
