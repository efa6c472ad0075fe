import type { IncomingHttpHeaders } from 'node:http';
import { isClosed, isObject, type JsonObject, type WireError } from './wire.ts';

/** What Anthropic's Messages refuses a request for, in its own words; null where it takes it. */
export const refusedByAnthropic = (
  headers: IncomingHttpHeaders,
  body: JsonObject,
  { lenient }: { lenient: boolean },
): WireError | null => {
  if (!/^Bearer \S/.test(headers.authorization ?? '') && !headers['x-api-key']) {
    return anthropicError(401, 'authentication_error', 'x-api-key header is required');
  }
  const version = headers['anthropic-version'];
  if (typeof version !== 'string') return bad('anthropic-version: header is required');
  if (typeof body['model'] !== 'string') return bad('model: Field required');
  if (body['max_tokens'] == null) return bad('max_tokens: Field required');
  if (typeof body['max_tokens'] !== 'number' || body['max_tokens'] < 0) {
    return bad('max_tokens: Input should be a valid integer, greater than or equal to 0');
  }
  const messages = body['messages'];
  if (!Array.isArray(messages)) return bad('messages: Field required');
  if (messages.length === 0) return bad('messages: at least one message is required');
  if (messages.some((message: unknown) => isObject(message) && message['role'] === 'system')) {
    return bad(
      'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
    );
  }
  for (const name of ['n', 'seed']) if (body[name] !== undefined) return bad(`${name}: Extra inputs are not permitted`);
  return (lenient ? null : refusedSampling(body['model'], version, body)) ?? refusedFormat(body['output_config']);
};

export const anthropicError = (status: number, type: string, message: string, code?: string): WireError => ({
  status,
  body: {
    type: 'error',
    error: { type, message, ...(code === undefined ? {} : { details: { error_code: code } }) },
    request_id: null,
  },
});

const bad = (message: string): WireError => anthropicError(400, 'invalid_request_error', message);

/** From this version on the API knows no sampling parameters; before it, only the older models take them. */
const withoutSampling = '2026-10-21';

const refusedSampling = (model: string, version: string, body: JsonObject): WireError | null => {
  const { temperature, top_p: topP, thinking } = body;
  for (const name of ['temperature', 'top_p', 'top_k']) {
    if (body[name] === undefined) continue;
    if (version >= withoutSampling) return bad(`${name}: Extra inputs are not permitted`);
    const isDefault = (name === 'temperature' && temperature === 1) || (name === 'top_p' && Number(topP) >= 0.99);
    if (refusesSampling(model) && !isDefault) return bad(`\`${name}\` is deprecated for this model.`);
  }
  if (temperature !== undefined && topP !== undefined) {
    return bad('`temperature` and `top_p` cannot both be specified for this model. Please use only one.');
  }
  const thinks = isObject(thinking) && (thinking['type'] === 'enabled' || thinking['type'] === 'adaptive');
  return thinks && temperature !== undefined && temperature !== 1
    ? bad('`temperature` may only be set to 1 when thinking is enabled or in adaptive mode.')
    : null;
};

const refusesSampling = (model: string): boolean =>
  /claude-(opus-4-[78]|(sonnet|opus|haiku|fable|mythos)-5)|mythos-preview/.test(model);

const refusedFormat = (config: unknown): WireError | null => {
  const format = isObject(config) ? config['format'] : undefined;
  if (!isObject(format)) return null;
  if (format['type'] !== 'json_schema' || !isObject(format['schema'])) {
    return bad('output_config.format.schema: Field required');
  }
  return isClosed(format['schema'], { allRequired: false })
    ? null
    : bad("output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false");
};
