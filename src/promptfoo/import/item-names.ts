import type { ResultRow } from './results.ts';
import { shorten } from './shorten.ts';

/**
 * What the items of a run are called, by a row of each: by the `id` in their metadata, else by their description, where no other item is
 * called the same; else by that and their vars. What has neither is called by its place and its vars, so that a run whose
 * tests stand in another order shares no row with this one, instead of a wrong one.
 */
export const itemNames = (rows: readonly ResultRow[]): ItemName[] => {
  const given = rows.map(givenNames);
  const users = Map.groupBy(given.flat(), (name) => name);
  const taken = new Set<string>();
  return rows.map((row, at) => {
    const names = given[at] ?? [];
    const own = names.find((name) => users.get(name)?.length === 1);
    const [most] = names;
    return { name: untaken(own ?? withVars(most ?? placeName(at), row), taken), isPlace: most === undefined };
  });
};

/** `isPlace`: it tells the place in the run, for nothing else is known. */
export type ItemName = { readonly name: string; readonly isPlace: boolean };

const placeName = (at: number): string => `test-${String(at + 1).padStart(4, '0')}`;

const givenNames = ({ testCase }: ResultRow): string[] => {
  const id = testCase?.metadata?.['id'];
  const names = [typeof id === 'number' ? String(id) : typeof id === 'string' ? id : '', testCase?.description ?? ''];
  return [...new Set(names.map((name) => shorten(name, 120)).filter((name) => name !== ''))];
};

const withVars = (name: string, { testCase, vars }: ResultRow): string => {
  const told = Object.entries(testCase?.vars ?? vars ?? {}).map(
    ([key, value]) => `${shorten(key, 20)}=${shorten(value, 30)}`,
  );
  return shorten([name, ...told.sort()].join(' '), 120);
};

/** A name that no other has: a second of the same gets a number. */
export const untaken = (name: string, taken: Set<string>): string => {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name} (${number})`;
  taken.add(free);
  return free;
};
