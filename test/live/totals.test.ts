import { expect, test } from 'vitest';
import type { BallotLine } from '../../src/live/collect.ts';
import { Totals } from '../../src/live/facts.ts';

const line = (more: Partial<BallotLine>): BallotLine => ({
  row: 'r1',
  criterion: 'kind',
  judge: 'mini',
  model: 'gpt-4.1-mini',
  sample: 0,
  value: 'pass',
  ...more,
});

test.for([
  { about: 'what is known is added up', lines: [line({ cost: 0.25 }), line({ cost: 0 })], usd: 0.25 },
  { about: 'a ballot of unknown price leaves the sum unknown', lines: [line({}), line({ cost: 0 })], usd: null },
  { about: 'one that failed has no price', lines: [line({ cost: 0.25 }), line({ outcome: 'failed' })], usd: 0.25 },
  { about: 'no ballot, no sum', lines: [], usd: null },
])('What ballots cost: $about', ({ lines, usd }) => {
  const totals = new Totals();
  for (const each of lines) totals.count(each);
  expect(totals.usd).toBe(usd);
});
