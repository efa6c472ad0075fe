import type { HeaderReader } from './headers.ts';

const bodies = new WeakMap<object, string>();

/**
 * A fetch that remembers the bodies of refusals: the SDKs keep one field of them, and lose a flat body whole.
 * `rawBodyOf` gives them back by the headers, which the SDKs' errors carry.
 */
export const tellingFetch =
  (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    if (response.status < 400 || response.status > 599) return response;
    const body = await response.text();
    const copy = new Response(body, { status: response.status, headers: response.headers });
    bodies.set(copy.headers, body);
    return copy;
  };

/** The body of the refusal that came with these headers, or null. */
export const rawBodyOf = (headers: HeaderReader): string | null => bodies.get(headers) ?? null;
