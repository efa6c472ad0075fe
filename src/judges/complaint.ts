import type { FailureKind } from '../model.ts';
import { at, isObject, textAt } from './json.ts';

/** What a server says went wrong. `status` is the one that the body claims, where it claims one. */
export type Complaint = {
  readonly message: string;
  readonly code: string | null;
  readonly type: string | null;
  readonly param: string | null;
  readonly status: number | null;
};

/**
 * An error as servers write it: `{error: {message, type, code, param}}` (OpenAI; the code may be a number: llama.cpp, OpenRouter),
 * `{type: "error", error: {type, message, details}}` (Anthropic), `{error: "text"}`, or flat (older vLLM). Null: no error in it.
 */
export const complaintIn = (body: unknown): Complaint | null => {
  if (typeof body === 'string') return body.trim() === '' ? null : { ...silent, message: plain(body) };
  if (!isObject(body)) return null;
  const error = at(body, 'error');
  if (typeof error === 'string') return { ...silent, message: error, ...codes(body, body) };
  if (isObject(error))
    return { ...silent, message: textAt(error, 'message') ?? JSON.stringify(error), ...codes(error, body) };
  const message = textAt(body, 'message') ?? textAt(body, 'detail');
  return message === null || 'choices' in body || 'content' in body
    ? null
    : { ...silent, message, ...codes(body, body) };
};

/** Which kind of failure a status and its complaint are; `otherwise` where neither says. */
export const kindOf = (
  status: number | null,
  { code, type, message }: Complaint,
  otherwise: FailureKind,
): FailureKind => {
  const says = (words: ReadonlySet<string>): boolean => words.has(code ?? '') || words.has(type ?? '');
  if (says(quota) || status === 402) return 'quota';
  // A model that is not there, or not for this key, will not be there for the next ballot either.
  if (says(auth) || status === 401 || status === 403 || status === 404) return 'auth';
  // One request above the whole minute's limit will not fit into the next minute either.
  if (status === 429 && /^request too large/i.test(message)) return 'bad';
  if (says(overload) || status === 529 || status === 503) return 'overload';
  if (says(rate) || status === 429) return 'rate';
  if (status === 408 || status === 409 || status === 425) return 'transient';
  if (status !== null) return status >= 500 ? 'transient' : 'bad';
  return says(transient) ? 'transient' : otherwise;
};

const quota = new Set([
  'insufficient_quota',
  'billing_error',
  'billing_hard_limit_reached',
  'enforced_spend_limit_reached',
  'contract_spend_limit_reached',
  'linked_organization_spend_limit_reached',
]);
const auth = new Set([
  'authentication_error',
  'permission_error',
  'invalid_api_key',
  'organization_on_hold',
  'model_not_found',
]);
const overload = new Set(['overloaded_error', 'overloaded', 'server_overloaded']);
const rate = new Set(['rate_limit_error', 'rate_limit_exceeded', 'ramp_limit_exceeded']);
const transient = new Set(['api_error', 'timeout_error', 'server_error', 'internal_server_error']);

const silent: Complaint = { message: '', code: null, type: null, param: null, status: null };

const codes = (error: unknown, body: unknown): Omit<Complaint, 'message'> => {
  const code = at(error, 'code');
  const claimed =
    typeof code === 'number' ? code : typeof code === 'string' && /^[45]\d\d$/.test(code) ? Number(code) : null;
  return {
    code: textAt(error, 'details', 'error_code') ?? (typeof code === 'string' ? code : null),
    type: textAt(error, 'type') ?? textAt(body, 'type'),
    param: textAt(error, 'param'),
    status: claimed !== null && claimed >= 400 && claimed < 600 ? claimed : null,
  };
};

// A proxy's page: what it says without its markup.
const plain = (body: string): string =>
  body
    .slice(0, 4000)
    .replaceAll(/<(style|script)[\s\S]*?<\/\1>/gi, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
