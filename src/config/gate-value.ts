import { Fault } from '../fault.ts';
import { shown } from './shown.ts';
import { inside, type Source } from './source.ts';

/** What a number of a gate may be, and in which words. */
export type Takes = { readonly takes: string; readonly fits: (value: number) => boolean };

export const rate: Takes = { takes: 'a share of rows from 0 to 1', fits: (value) => value >= 0 && value <= 1 };
export const alpha: Takes = { takes: 'a coefficient from -1 to 1', fits: (value) => value >= -1 && value <= 1 };
export const dollars: Takes = {
  takes: 'US dollars a row, such as 0.02',
  fits: (value) => value >= 0 && Number.isFinite(value),
};
// A one-sided bound at 0.5 is the figure itself, so every gate would be decided, and by chance.
const confidence: Takes = {
  takes: 'a confidence above 0.5 and below 1',
  fits: (value) => value > 0.5 && value < 1,
};

/** Reads a number of a gate. Who writes 90 or "90%" where a share belongs is asked whether 0.9 was meant. */
export const numberAt = (source: Source, key: string, { takes, fits }: Takes): number => {
  const { value, where } = inside(source, [key]);
  if (typeof value === 'number' && fits(value)) return value;
  const near = shareIn(value, fits);
  throw new Fault(
    'config/value',
    `"${key}" of the gate is ${shown(value)}, but takes ${takes}.\n${near === null ? 'Correct it; nothing is sent before every gate is right.' : `Did you mean ${near}?`}`,
    { where: where() },
  );
};

/** The confidence of a gate's bounds. */
export const levelOf = (source: Source): number =>
  inside(source, ['level']).value === undefined ? 0.95 : numberAt(source, 'level', confidence);

const shareIn = (written: unknown, fits: Takes['fits']): number | null => {
  const text = typeof written === 'number' || typeof written === 'string' ? String(written).trim() : '';
  const [, digits, percent = ''] = /^(-?\d+(?:\.\d+)?)\s*(%?)$/.exec(text) ?? [];
  const value = Number(digits);
  const share = Number((value / 100).toPrecision(12));
  const meant = percent === '' && fits(value) ? value : share;
  return fits(meant) ? meant : null;
};
