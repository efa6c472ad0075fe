import type { RateLimits, RateWindow } from '../model.ts';

/** What is read of a response's headers. */
export type HeaderReader = { readonly get: (name: string) => string | null };

/** A server's limits as its headers tell them, OpenAI's or Anthropic's; null where they tell none. `now` is in ms since 1970. */
export const limitsIn = (headers: HeaderReader, now: number): RateLimits | null => {
  const limits = {
    requests: openaiWindow(headers, 'requests', now) ?? anthropicWindow(headers, 'requests', now),
    // Anthropic bounds input and output apart; input is what a judge spends, and cached input does not count towards it.
    tokens:
      openaiWindow(headers, 'tokens', now) ??
      anthropicWindow(headers, 'input-tokens', now) ??
      anthropicWindow(headers, 'tokens', now),
  };
  if (limits.requests === null && limits.tokens === null) return null;
  return { requests: limits.requests ?? unknown, tokens: limits.tokens ?? unknown };
};

/** How long the server asks to wait, in ms; null where it does not say, or not so that it can be read. */
export const retryAfterIn = (headers: HeaderReader, now: number): number | null => {
  const fine = decimal(headers.get('retry-after-ms'));
  if (fine !== null && fine > 0) return fine;
  const told = headers.get('retry-after')?.trim() ?? '';
  const seconds = decimal(told);
  if (seconds !== null) return seconds * 1000;
  const date = /^[A-Za-z]{3,9},? .*\d{2}:\d{2}:\d{2}/.test(told) ? Date.parse(told) : Number.NaN;
  if (Number.isNaN(date)) return fine;
  return Math.max(0, date - serverTime(headers, now));
};

const unknown: RateWindow = { limit: null, remaining: null, resetMs: null };

const openaiWindow = (headers: HeaderReader, what: string, now: number): RateWindow | null =>
  windowOf(headers, (part) => `x-ratelimit-${part}-${what}`, now);

const anthropicWindow = (headers: HeaderReader, what: string, now: number): RateWindow | null =>
  windowOf(headers, (part) => `anthropic-ratelimit-${what}-${part}`, now);

const windowOf = (headers: HeaderReader, name: (part: string) => string, now: number): RateWindow | null => {
  const window = {
    limit: whole(headers.get(name('limit'))),
    remaining: whole(headers.get(name('remaining'))),
    resetMs: resetIn(headers.get(name('reset')), serverTime(headers, now)),
  };
  return window.limit === null && window.remaining === null && window.resetMs === null ? null : window;
};

// Dates are compared with the server's own clock where it tells it: ours may be minutes away from it.
const serverTime = (headers: HeaderReader, now: number): number => {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? now : date;
};

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A reset in ms from now: a Go duration (`6m0s`, `12ms`), a date by RFC 3339, or bare seconds. */
const resetIn = (told: string | null, now: number): number | null => {
  const text = told?.trim() ?? '';
  if (/^\d{4}-\d{2}-\d{2}T/.test(text)) {
    const date = Date.parse(text);
    return Number.isNaN(date) ? null : Math.max(0, date - now);
  }
  if (/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d))+$/.test(text)) {
    const parts = text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d)/g).toArray();
    return parts.reduce((sum, [, count = '', unit = '']) => sum + Number(count) * (unitMs[unit] ?? 0), 0);
  }
  const seconds = decimal(text);
  // A larger number would be a moment, not a wait.
  return seconds !== null && seconds < 1e6 ? seconds * 1000 : null;
};

const whole = (text: string | null): number | null =>
  text !== null && /^\d{1,15}$/.test(text.trim()) ? Number(text) : null;

const decimal = (text: string | null): number | null =>
  text !== null && /^\d{1,12}(?:\.\d+)?$/.test(text.trim()) ? Number(text) : null;
