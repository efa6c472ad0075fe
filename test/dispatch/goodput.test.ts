import { expect, test } from 'vitest';
import { goodput } from '../../src/dispatch/goodput.ts';

/** Replies and rejections at these times, in milliseconds; gives what the last rejection tells. */
const after = (...steps: readonly (readonly ['replies' | 'rejections', count: number, at: number])[]): unknown => {
  const passed = goodput();
  let told: unknown = null;
  for (const [what, count, at] of steps) {
    for (let call = 0; call < count; call += 1) {
      if (what === 'replies') passed.answered(10);
      else told = passed.rejected(at);
    }
  }
  return told;
};

test('What came through between two storms is the rate', () => {
  expect(after(['rejections', 3, 1000], ['replies', 100, 2000], ['rejections', 3, 3000])).toEqual({
    storm: true,
    rate: 3000,
  });
});

test.for([
  {
    title: 'one storm',
    steps: [
      ['replies', 100, 900],
      ['rejections', 5, 1000],
    ],
  },
  {
    title: 'two storms within a second',
    steps: [
      ['rejections', 3, 1000],
      ['replies', 10, 1300],
      ['rejections', 3, 1400],
    ],
  },
  {
    title: 'a handful of replies',
    steps: [
      ['rejections', 3, 1000],
      ['replies', 4, 2000],
      ['rejections', 3, 3000],
    ],
  },
] as const)('$title: no rate can be told yet', ({ steps }) => {
  expect(after(...steps)).toEqual({ storm: true, rate: null });
});

test('A rejection now and then is no storm: the rate was not the cause', () => {
  const passed = goodput();
  for (let call = 1; call < 1000; call += 1) {
    if (call % 20 === 0) expect(passed.rejected(call * 100)).toEqual({ storm: false, rate: null });
    else passed.answered(50);
  }
});
