import type { IncomingMessage } from 'node:http';
import { anthropicWire } from './anthropic-wire.ts';
import { openaiWire } from './openai-wire.ts';
import { isObject, type JsonObject, type Wire, type WireError } from './wire.ts';

/** Reads a request by its path, its method and its body, or says what is wrong with it. */
export const route = (
  request: IncomingMessage,
  text: string,
  lenient: ReadonlySet<string>,
): { readonly body: JsonObject; readonly refusal: null } | { readonly refusal: WireError } => {
  const wire = wireOf(request);
  const unroutable = misdirected(wire, request);
  if (unroutable !== null) return { refusal: unroutable };
  const body = parsed(text);
  if (body === null) return { refusal: wire.error(400, notJson) };
  const refusal = wire.refuse(request.headers, body, { lenient: lenient.has(String(body['model'])) });
  return refusal === null ? { body, refusal } : { refusal };
};

const wires: readonly Wire[] = [openaiWire, anthropicWire];

export const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0] ?? url;

/** On a path that neither provider has, the client's headers tell whose error it expects. */
export const wireOf = (request: IncomingMessage): Wire =>
  wires.find(({ path }) => path === pathOf(request)) ??
  (request.headers['anthropic-version'] === undefined ? openaiWire : anthropicWire);

const misdirected = (wire: Wire, request: IncomingMessage): WireError | null => {
  if (pathOf(request) !== wire.path) return wire.error(404, `Invalid URL (${request.method} ${pathOf(request)})`);
  return request.method === 'POST' ? null : wire.error(405, `Not allowed to ${request.method} on ${wire.path}.`);
};

const notJson = 'We could not parse the JSON body of your request. The API expects a JSON object.';

const parsed = (text: string): JsonObject | null => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
};

export const headerOf = ({ headers }: IncomingMessage, name: string): string | null => {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
};
