import { readFileSync } from 'node:fs';

/** One reference value. Its number is met if |value - expect| <= tol × max(1, |expect|). */
export type GoldenCase = {
  readonly id: string;
  readonly fn: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly expect: unknown;
  readonly tol: number;
  readonly note?: string;
};

/** A small recorded panel: 24 rows, 8 groups, three judges (A, B, C) with three samples each. */
export type GoldenRow = {
  readonly row: string;
  readonly group: string;
  readonly gold: string;
  readonly ballots: readonly { readonly judge: string; readonly sample: number; readonly label: string }[];
};

/** Reference values, computed in exact rational arithmetic, mpmath or SciPy, and the data set some of them are about. */
export const golden: {
  readonly cases: readonly GoldenCase[];
  readonly datasets: { readonly demo: { readonly rows: readonly GoldenRow[] } };
} = JSON.parse(readFileSync(new URL('./fixtures/golden.json', import.meta.url), 'utf8'));

/** Every difference between a value and a reference, by path; an empty list is a match. Properties without a reference are free. */
export const differences = (actual: unknown, expected: unknown, tol: number, path = ''): string[] => {
  if (typeof expected === 'number') {
    const met = typeof actual === 'number' && Math.abs(actual - expected) <= tol * Math.max(1, Math.abs(expected));
    return met ? [] : [`${path || 'value'}: ${String(actual)}, expected ${expected}`];
  }
  if (typeof expected !== 'object' || expected === null) {
    return actual === expected ? [] : [`${path || 'value'}: ${String(actual)}, expected ${String(expected)}`];
  }
  if (typeof actual !== 'object' || actual === null)
    return [`${path || 'value'}: ${String(actual)}, expected an object`];
  const parts: Record<string, unknown> = { ...actual };
  const length =
    Array.isArray(expected) && Object.keys(parts).length !== expected.length
      ? [`${path}: ${Object.keys(parts).length} values, expected ${expected.length}`]
      : [];
  const within = Object.entries(expected).flatMap(([key, value]) =>
    differences(parts[key], value, tol, path ? `${path}.${key}` : key),
  );
  return [...length, ...within];
};
