import { expect, test } from 'vitest';
import { nearest } from '../../src/wording/nearest.ts';
import { quote, quoteAll } from '../../src/wording/quote.ts';

test.for([
  { text: 'plain', quoted: '"plain"' },
  { text: 'pass\u001b[31m\n', quoted: '"pass\\n"' },
  { text: '\u0007\u202e\u2028', quoted: '"\\u0007\\u202e\\u2028"' },
  { text: '{"a":1}', quoted: `'{"a":1}'` },
  { text: '👩'.repeat(70), quoted: `"${'👩'.repeat(60)}…"` },
])('$text is shown as $quoted', ({ text, quoted }) => {
  expect(quote(text)).toBe(quoted);
});

test.for([
  { names: ['a'], told: '"a"' },
  { names: ['a', 'b', 'c'], told: '"a", "b" and "c"' },
  { names: ['a', 'b', 'c', 'd'], told: '"a", "b", "c" and 1 more' },
])('$names read $told', ({ names, told }) => {
  expect(quoteAll(names, 3)).toBe(told);
});

test.for([
  { wrong: 'ballot.jsonl', meant: 'ballots.jsonl' },
  { wrong: 'Row_ID', meant: 'rowId' },
  { wrong: 'x', meant: null },
])('$wrong means $meant', ({ wrong, meant }) => {
  expect(nearest(wrong, ['votes.csv', 'ballots.jsonl', 'rowId'])).toBe(meant);
});
