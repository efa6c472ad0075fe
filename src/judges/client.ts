import type { ModelRequest } from '../model.ts';

/** What both SDKs are opened with. `headers` is asked anew for every call. */
export type Connection = {
  readonly baseUrl: string;
  readonly key: string | null;
  readonly fetch: typeof fetch;
  readonly headers: (request: ModelRequest) => Readonly<Record<string, string>>;
};

/** The longest that a timer can wait, 24.8 days: the caller's signal is the deadline, and must come first. */
export const NO_TIMEOUT_MS = 2 ** 31 - 1;

/** What stands in for a key where a server asks for none: the SDKs insist on one. */
export const NO_KEY = 'none';

/** Computes once, at the first call. */
export const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
};
