import type { GateSpec, Metric } from '../gate.ts';
import { dollars, duration, errorOf, fixed, percent, points } from './format.ts';

/**
 * A measured figure in the units of its metric: "91.2%", "$0.012", "4.1 s", "0.71". Where it would read like the bound that it is held
 * against, and is not equal to it, it gets more digits: "at least 90.0%" under a bound of 90% would be a riddle.
 */
export const figureOf = (metric: Metric, value: number, bound: number): string => {
  const digits = value === bound ? 0 : ([0, 1, 2, 3].find((more) => differ(metric, value, bound, more)) ?? 0);
  return digits === 0 && isShare(metric) ? errorOf({ metric: 'error' }, value) : written(metric, value, digits);
};

/** The bound as it was declared: "90%", "$0.02", "5.0 s", "0.6". */
export const boundOf = (metric: Metric, value: number): string =>
  isShare(metric)
    ? percent(value)
    : metric === 'agreement'
      ? String(Number(value.toFixed(4)))
      : written(metric, value, 0);

/** A difference of two shares without its sign, told apart from the margin beside it where the two differ. */
export const pointsBeside = (difference: number, margin: number): string => {
  const size = Math.abs(difference);
  const same = Number(difference.toFixed(3)) === Number(margin.toFixed(3)) && difference !== margin;
  return same ? `${Number((size * 100).toFixed(3))} points` : points(size);
};

/** The chance of something, in the digits that a chance deserves: "81%", "0.3%", "<0.1%". */
export const chanceOf = (chance: number): string => {
  if (chance > 0 && chance < 0.0005) return '<0.1%';
  if (chance < 1 && chance >= 0.9995) return '>99.9%';
  const digits = chance === 0 || chance === 1 || (chance >= 0.01 && chance < 0.99) ? 0 : 1;
  return `${Number((chance * 100).toFixed(digits))}%`;
};

/** "with 95% confidence": of each bound on its own. */
export const confident = ({ level }: GateSpec): string => `with ${percent(level)} confidence`;

const isShare = (metric: Metric): boolean => metric === 'passRate' || metric === 'errorRate' || metric === 'undecided';

const differ = (metric: Metric, value: number, bound: number, digits: number): boolean =>
  written(metric, value, digits) !== written(metric, bound, digits);

/** `digits` more than usual. */
const written = (metric: Metric, value: number, digits: number): string => {
  if (isShare(metric)) return `${(value * 100).toFixed(1 + digits)}%`;
  if (metric === 'agreement') return fixed(value, 2 + digits);
  if (metric === 'cost') return digits === 0 ? dollars(value) : `$${Number(value.toPrecision(2 + digits))}`;
  if (value < 1000) return `${Number(value.toFixed(digits))} ms`;
  return digits === 0 ? duration(value) : `${(value / 1000).toFixed(1 + digits)} s`;
};
