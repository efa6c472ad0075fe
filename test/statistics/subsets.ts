/** All k-subsets of the indexes 0 … n - 1. */
export const subsets = (n: number, k: number, from = 0): number[][] => {
  if (k === 0) return [[]];
  return Array.from({ length: Math.max(0, n - from) }, (_, i) => from + i).flatMap((first) =>
    subsets(n, k - 1, first + 1).map((rest) => [first, ...rest]),
  );
};

/** Every way to take one element of each list. */
export const product = <T>(lists: readonly (readonly T[])[]): T[][] =>
  lists.reduce<T[][]>((ways, list) => ways.flatMap((way) => list.map((item) => way.concat([item]))), [[]]);

export const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean of a function over all n-subsets of the items. */
export const overSubsets = <T>(items: readonly T[], n: number, value: (chosen: T[]) => number): number =>
  average(subsets(items.length, n).map((chosen) => value(chosen.map((i) => items[i] as T))));

/** 1 for a lead, 1/2 for level sides, 0 otherwise and if nobody voted. Votes: 1, -1, or 0 for an abstention. */
export const wins = (votes: readonly number[]): number => {
  if (votes.every((vote) => vote === 0)) return 0;
  return (Math.sign(votes.reduce((sum, vote) => sum + vote, 0)) + 1) / 2;
};

/** Ballots of a judge as votes. */
export const votesOf = (judge: { total: number; correct: number; wrong: number }): number[] => [
  ...Array<number>(judge.correct).fill(1),
  ...Array<number>(judge.wrong).fill(-1),
  ...Array<number>(judge.total - judge.correct - judge.wrong).fill(0),
];
