import type { Row } from '../row.ts';
import { errorInterval } from '../statistics/error-interval.ts';
import { clustersOf } from './clusters.ts';
import type { Settings } from './settings.ts';

/** A share of rows with its interval. Where rows hang together, `groups` counts the units of the interval; else it is null. */
export type Rate = {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly rows: number;
  readonly groups: number | null;
};

/** The mean of values from 0 to 1, one a row, as a rate; null without rows. */
export const rateOf = (
  said: readonly { readonly value: number; readonly row: Row }[],
  { groups, level }: Pick<Settings, 'groups' | 'level'>,
): Rate | null => {
  if (said.length === 0) return null;
  const { keys } = clustersOf(
    said.map(({ row }) => row),
    groups,
  );
  const values = said.map(({ value }) => value);
  const { lower, upper } = errorInterval({ errors: values, ...(keys === null ? {} : { groups: keys }), level });
  return {
    value: values.reduce((sum, value) => sum + value, 0) / values.length,
    lower,
    upper,
    rows: values.length,
    groups: keys === null ? null : new Set(keys).size,
  };
};
