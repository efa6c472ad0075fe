import type { Settings } from '../analyse/settings.ts';
import { check } from './check.ts';
import { closed, listOf, oneOf, wholeFrom } from './legal.ts';
import * as z from 'zod';
import type { Source } from './source.ts';

/** Reads `curve`: what the analysis is free to choose. What isn't there keeps the analysis' own default. */
export const readCurve = (source: Source): Partial<Settings> => {
  const { design, ...others } = check(schema, source);
  const settings: Partial<Settings> = design === undefined ? {} : { designs: design };
  return { ...settings, ...defined(others) };
};

const share = (error: string): z.ZodNumber => z.number({ error }).gt(0, { error }).lt(1, { error });

const designs = oneOf('random', 'roundRobin', 'randomJudges');

const schema = closed({
  margin: share('a loss in error between 0 and 1, such as 0.01').optional(),
  level: share('a level of confidence between 0 and 1, such as 0.95').optional(),
  maxN: wholeFrom(1).optional(),
  passAt: z.number({ error: 'a score' }).optional(),
  target: oneOf('labels', 'mean').optional(),
  resamples: wholeFrom(200).optional(),
  seed: wholeFrom(0).optional(),
  design: listOf(designs, 'one of "random", "roundRobin" and "randomJudges", or a list of them').optional(),
});

/** Only the keys that were written. */
const defined = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
