import { expect, test } from 'vitest';
import { Fault } from '../../src/fault.ts';
import { parseScale } from '../../src/ledger/scale.ts';

test.for([
  { text: 'nominal', criterion: null, scale: { kind: 'nominal', labels: null } },
  { text: 'nominal:pass,fail', criterion: null, scale: { kind: 'nominal', labels: ['pass', 'fail'] } },
  { text: 'nominal:a=b, c:d', criterion: null, scale: { kind: 'nominal', labels: ['a=b', 'c:d'] } },
  { text: 'ordinal:1..5', criterion: null, scale: { kind: 'ordinal', levels: [1, 2, 3, 4, 5] } },
  { text: 'ordinal:0,0.5,1', criterion: null, scale: { kind: 'ordinal', levels: [0, 0.5, 1] } },
  { text: 'ordinal:bad,fair,good', criterion: null, scale: { kind: 'ordinal', levels: ['bad', 'fair', 'good'] } },
  { text: 'groundedness=interval:0..1', criterion: 'groundedness', scale: { kind: 'interval', min: 0, max: 1 } },
  { text: 'a=b=interval:-1.5..1', criterion: 'a=b', scale: { kind: 'interval', min: -1.5, max: 1 } },
])('$text declares $scale for $criterion', ({ text, criterion, scale }) => {
  expect(parseScale(text)).toEqual({ criterion, scale });
});

test.for([
  { text: 'likert:1..5', says: 'no kind' },
  { text: '', says: 'no kind' },
  { text: 'ordinal', says: 'no levels' },
  { text: 'ordinal:5', says: 'fewer than 2' },
  { text: 'ordinal:5..1', says: 'does not rise' },
  { text: 'ordinal:0..0.5', says: 'no whole numbers' },
  { text: 'ordinal:0..1000000000', says: 'an interval is meant' },
  { text: 'ordinal:a,a', says: 'twice' },
  { text: 'nominal:', says: 'empty value' },
  { text: 'interval', says: 'two ends' },
  { text: 'interval:a..b', says: 'two ends' },
  { text: 'interval:1..1', says: 'does not rise' },
])('$text is a fault: $says', ({ text, says }) => {
  expect(() => parseScale(text)).toThrow(Fault);
  expect(() => parseScale(text)).toThrow(says);
  expect(() => parseScale(text)).toThrow('[CRITERION=]KIND[:VALUES]');
});
