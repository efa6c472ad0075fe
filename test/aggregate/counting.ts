import type { Counting } from '../../src/aggregate/rule.ts';

/** How ballots are counted where a test says nothing else. */
export const counting = (changed: Partial<Counting> = {}): Counting => ({
  tie: 'split',
  priority: [],
  positive: 'pass',
  negative: 'fail',
  quorum: 1,
  majorityOf: 'valid',
  ...changed,
});
