import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limitsIn, retryAfterIn } from '../../src/judges/headers.ts';

const now = Date.parse('2026-11-20T10:00:00Z');

test.for<[Record<string, string>, number | null]>([
  [{}, null],
  [{ 'retry-after': '2' }, 2000],
  [{ 'retry-after': ' 2 ' }, 2000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': '3600' }, 3_600_000],
  [{ 'retry-after-ms': '150' }, 150],
  [{ 'retry-after-ms': '150', 'retry-after': '3' }, 150],
  [{ 'retry-after-ms': '0', 'retry-after': '2' }, 2000],
  [{ 'retry-after-ms': '0' }, 0],
  [{ 'retry-after-ms': 'soon', 'retry-after': '1' }, 1000],
  [{ 'retry-after': 'Fri, 20 Nov 2026 10:00:05 GMT' }, 5000],
  [{ 'retry-after': 'Fri, 20 Nov 2026 09:00:00 GMT' }, 0],
  [{ 'retry-after': 'Fri, 20 Nov 2026 11:00:05 GMT', date: 'Fri, 20 Nov 2026 11:00:00 GMT' }, 5000],
  [{ 'retry-after': '-1' }, null],
  [{ 'retry-after': '1e3' }, null],
  [{ 'retry-after': 'NaN' }, null],
  [{ 'retry-after': 'soon' }, null],
  [{ 'retry-after': '2 seconds' }, null],
  [{ 'retry-after': '' }, null],
])('%o asks for %s ms', ([headers, wait]) => {
  expect(retryAfterIn(new Headers(headers), now)).toBe(wait);
});

test.for<[string, number | null]>([
  ['6m0s', 360_000],
  ['12ms', 12],
  ['1s', 1000],
  ['1h2m3.5s', 3_723_500],
  ['1d', 86_400_000],
  ['250us', 0.25],
  ['59.7', 59_700],
  ['0', 0],
  ['2026-11-20T10:00:07Z', 7000],
  ['2026-11-20T09:00:00.5Z', 0],
  ['1795168800', null],
  ['later', null],
  ['6m 0s', null],
  ['-3s', null],
])('a reset of %s is %s ms away', ([reset, ms]) => {
  const headers = new Headers({ 'x-ratelimit-limit-tokens': '10', 'x-ratelimit-reset-tokens': reset });
  const limits = limitsIn(headers, now);
  expect(limits?.tokens.resetMs ?? null).toBe(ms);
});

test('limits are null where a server tells none, and single figures that can’t be read are', () => {
  expect(limitsIn(new Headers({ 'content-type': 'text/html' }), now)).toBeNull();
  expect(
    limitsIn(new Headers({ 'x-ratelimit-limit-requests': '1.5', 'x-ratelimit-remaining-requests': '7' }), now),
  ).toEqual({
    requests: { limit: null, remaining: 7, resetMs: null },
    tokens: { limit: null, remaining: null, resetMs: null },
  });
});

test('whatever the headers hold, every figure is null, or finite and not below zero', () => {
  const names = [
    'retry-after',
    'retry-after-ms',
    'date',
    'x-ratelimit-limit-requests',
    'x-ratelimit-reset-tokens',
    'anthropic-ratelimit-tokens-reset',
  ];
  const value = fc.oneof(
    fc.stringMatching(/^[ -~]{0,20}$/),
    fc.double().map(String),
    fc.date({ noInvalidDate: true }).map(String),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), value), (told) => {
      const headers = { get: (name: string) => told[name] ?? null };
      const limits = limitsIn(headers, now);
      const figures = [
        retryAfterIn(headers, now),
        ...[limits?.requests, limits?.tokens].flatMap((window) => Object.values(window ?? {})),
      ];
      expect(figures.every((figure) => figure === null || (Number.isFinite(figure) && figure >= 0))).toBe(true);
    }),
  );
});
