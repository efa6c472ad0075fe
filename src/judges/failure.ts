import { ModelFailure, type FailureKind, type ModelRequest } from '../model.ts';
import { complaintIn, kindOf, type Complaint } from './complaint.ts';
import { limitsIn, retryAfterIn, type HeaderReader } from './headers.ts';
import { at, parseJson } from './json.ts';
import { redact } from './redact.ts';
import { remedyFor } from './remedy.ts';
import { rawBodyOf } from './telling-fetch.ts';

/** What a failure's message needs to know of the call. */
export type Call = {
  readonly model: string;
  readonly host: string;
  readonly key: string | null;
  readonly request: ModelRequest;
  readonly signal: AbortSignal;
  readonly now: number; // ms since 1970
};

/**
 * Whatever an SDK threw, as a `ModelFailure`. It looks at status, code and type, never at classes: both SDKs have their own,
 * OpenAI's are all named "Error", and a body that breaks off is of neither.
 */
export const failureOf = (error: unknown, call: Call): ModelFailure => {
  if (error instanceof ModelFailure) return error;
  const [status, headers] = [at(error, 'status'), headersOf(error)];
  if (typeof status === 'number' && headers !== null) return refusalOf(status, headers, at(error, 'error'), call);
  if (call.signal.aborted) return abortOf(call);
  return brokenOff(error, call);
};

/** A success by status that is no reply: an error in disguise by what it says of itself, else a breach of the protocol. */
export const contractFailure = (
  body: unknown,
  found: string,
  response: { readonly status: number; readonly headers: HeaderReader },
  call: Call,
): ModelFailure => {
  const complaint = complaintIn(body);
  const kind = complaint === null ? 'contract' : kindOf(complaint.status, complaint, 'contract');
  const said = complaint === null ? found : `an error as the body of a success: ${complaint.message}`;
  return told(kind, `${call.host} sent HTTP ${response.status} with ${said}`, response.status, response.headers, call);
};

const refusalOf = (status: number, headers: HeaderReader, error: unknown, call: Call): ModelFailure => {
  const raw = rawBodyOf(headers);
  // OpenAI's SDK keeps the field `error` alone, so that a flat body would be lost without the raw text.
  const complaint = complaintIn(raw === null ? error : (parseJson(raw) ?? raw)) ?? nothing;
  const kind = kindOf(status, complaint, 'bad');
  const said = complaint.message === '' ? 'no reason given' : complaint.message;
  const remedy = kind === 'bad' ? remedyFor(complaint, call) : null;
  return told(kind, `HTTP ${status} from ${call.host}: ${said}`, status, headers, call, remedy);
};

const nothing: Complaint = { message: '', code: null, type: null, param: null, status: null };

const told = (
  kind: FailureKind,
  message: string,
  status: number,
  headers: HeaderReader,
  call: Call,
  remedy: string | null = null,
): ModelFailure =>
  new ModelFailure(kind, [redact(message, call.key), remedy].filter((part) => part !== null).join(' '), {
    status,
    retryAfterMs: retryAfterIn(headers, call.now),
    requestId: headers.get('x-request-id') ?? headers.get('request-id'),
    limits: limitsIn(headers, call.now),
  });

const abortOf = ({ signal, host }: Call): ModelFailure =>
  signal.reason instanceof Error && signal.reason.name === 'TimeoutError'
    ? new ModelFailure('deadline', `no whole reply from ${host} before the deadline`)
    : new ModelFailure('aborted', 'the call was called off');

/** An error without a status: the connection, the body, or a mistake of ours. */
const brokenOff = (error: unknown, call: Call): ModelFailure => {
  const chain = causesOf(error);
  const codes = chain.flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
  if (chain.some(({ name }) => name === 'SyntaxError')) {
    return new ModelFailure('contract', `${call.host} sent a success whose body is no JSON`);
  }
  if (codes.some((code) => code.endsWith('_TIMEOUT')) || chain.some(({ message }) => /timed out/i.test(message))) {
    return new ModelFailure(
      'deadline',
      `${call.host} kept silent until the connection's own limit: ${codes.join(', ')}`,
    );
  }
  const words = redact(codes.at(-1) ?? chain.at(-1)?.message ?? String(error), call.key);
  const isConnection =
    codes.length > 0 || chain.some(({ message }) => /terminated|fetch failed|connection|closed/i.test(message));
  if (isConnection) return new ModelFailure('transient', `the connection to ${call.host} broke: ${words}`);
  return new ModelFailure('bad', `the call to ${call.host} could not be made: ${words}`);
};

type Link = { readonly name: string; readonly message: string; readonly code: unknown };

const causesOf = (error: unknown): Link[] => {
  const links: Link[] = [];
  // Five are more than both SDKs and undici stack up, and a circle ends.
  for (let inner = error; inner instanceof Error && links.length < 5; inner = inner.cause) {
    links.push({ name: inner.name, message: inner.message, code: (inner as { readonly code?: unknown }).code });
  }
  return links;
};

const headersOf = (error: unknown): HeaderReader | null => {
  const headers = at(error, 'headers');
  return isReader(headers) ? headers : null;
};

const isReader = (value: unknown): value is HeaderReader =>
  typeof value === 'object' && value !== null && 'get' in value && typeof value.get === 'function';
