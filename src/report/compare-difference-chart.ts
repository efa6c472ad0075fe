import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { Comparison, Pairing } from '../compare/comparison.ts';
import { conclusionName, measureOf, moreOrFewer, namesIn, signedPoints, type Measured } from './compare-words.ts';
import { oneLine } from './escape.ts';
import { trusted, type Markup } from './markup.ts';

type Line = Measured & { readonly at: string; readonly name: string };

const [lineHeight, marginTop, marginBottom] = [40, 30, 48];

/** One line a pairing: the difference in points as a dot, its interval around it, and the differences below the margin shaded. */
export const differenceChart = (
  pairings: readonly Pairing[],
  by: Measured['by'],
  comparison: Comparison,
): Markup | null => {
  const lines = pairings.flatMap((pairing): Line[] => {
    const measure = measureOf(pairing);
    return measure === null || measure.by !== by || !Number.isFinite(measure.difference.lower)
      ? []
      : [{ ...measure, at: String(pairing.arm), name: oneLine(namesIn(comparison, pairing).arm) }];
  });
  if (lines.length === 0) return null;
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const margin = comparison.margin * 100;
  const ends = lines.flatMap(({ difference: { lower, upper } }) => [lower * 100, upper * 100]);
  const reach = Math.max(1, margin * 1.5, ...ends.map(Math.abs)) * 1.05;
  const domain = [Math.min(-reach / 4, -margin * 1.5, ...ends), Math.max(reach / 4, margin * 1.5, ...ends)];
  const shared = { y: 'at', stroke: colourOf, strokeWidth: 2 };
  const chart = Plot.plot({
    document,
    width: 860,
    height: marginTop + marginBottom + lineHeight * lines.length,
    marginLeft: 170,
    marginRight: 130,
    marginTop,
    marginBottom,
    style: { fontSize: '12px', background: 'none', overflow: 'visible' },
    x: {
      domain,
      nice: true,
      grid: true,
      ticks: 8,
      tickFormat: (points: number) => signedPoints(points / 100, Number.isInteger(points) ? 0 : 1),
      label: by === 'errs' ? '← errs less     points     errs more →' : '← passes fewer     points     passes more →',
      labelAnchor: 'center',
      labelArrow: 'none',
    },
    y: { type: 'band', padding: 0, axis: null, domain: lines.map(({ at }) => at) },
    marks: [
      Plot.rectX([margin], { x1: -margin, x2: margin, fill: 'currentColor', fillOpacity: 0.1 }),
      Plot.ruleX([0]),
      Plot.ruleY(lines, { ...shared, x1: lowerOf, x2: upperOf }),
      Plot.tickX(lines, { ...shared, x: lowerOf, insetTop: endInset, insetBottom: endInset }),
      Plot.tickX(lines, { ...shared, x: upperOf, insetTop: endInset, insetBottom: endInset }),
      Plot.dot(lines, { x: valueOf, y: 'at', r: 5, fill: colourOf }),
      Plot.text(lines, {
        x: valueOf,
        y: 'at',
        dy: -13,
        text: ({ difference }: Line) => moreOrFewer(difference.value) ?? 'no difference',
        fill: 'currentColor',
      }),
      Plot.text(lines, {
        frameAnchor: 'left',
        y: 'at',
        dx: -12,
        textAnchor: 'end',
        text: 'name',
        fill: 'currentColor',
        lineWidth: 12,
        textOverflow: 'ellipsis-middle',
      }),
      Plot.text(lines, {
        frameAnchor: 'right',
        y: 'at',
        dx: 14,
        textAnchor: 'start',
        text: conclusionName,
        fontWeight: 'bold',
        fill: colourOf,
      }),
    ],
  });
  chart.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return trusted(String(chart.outerHTML));
};

/** What the ends of an interval leave of a line's height above and below. */
const endInset = lineHeight / 2 - 5;

const valueOf = ({ difference }: Line): number => difference.value * 100;
const lowerOf = ({ difference }: Line): number => difference.lower * 100;
const upperOf = ({ difference }: Line): number => difference.upper * 100;

/** Fewer passes are no worse by themselves: they have no colour. */
const colourOf = ({ conclusion, by }: Line): string => {
  if (by === 'passes') return 'currentColor';
  if (conclusion === 'better') return 'var(--good, #1a7f4b)';
  return conclusion === 'worse' ? 'var(--bad, #b42318)' : 'currentColor';
};
