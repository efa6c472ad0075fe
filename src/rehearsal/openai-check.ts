import type { IncomingHttpHeaders } from 'node:http';
import { isClosed, isObject, type JsonObject, type WireError } from './wire.ts';

/** What OpenAI's Chat Completions refuses a request for, in its own words; null where it takes it. */
export const refusedByOpenai = (
  headers: IncomingHttpHeaders,
  body: JsonObject,
  { lenient }: { lenient: boolean },
): WireError | null => {
  if (!/^Bearer \S/.test(headers.authorization ?? '')) {
    const message =
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth.";
    return openaiError(401, message, null, null);
  }
  if (typeof body['model'] !== 'string' || body['model'] === '') {
    return openaiError(400, 'you must provide a model parameter', null, null);
  }
  if (!Array.isArray(body['messages']) || body['messages'].length === 0) {
    return openaiError(400, "Missing required parameter: 'messages'.", 'messages', 'missing_required_parameter');
  }
  return (lenient ? null : refusedSampling(body['model'], body)) ?? refusedFormat(body['response_format']);
};

export const openaiError = (
  status: number,
  message: string,
  param: string | null,
  code: string | null,
  type = 'invalid_request_error',
): WireError => ({ status, body: { error: { message, type, param, code } } });

/** Models that reason take a temperature only where reasoning can be switched off and is. Other servers' models take all. */
const refusedSampling = (model: string, body: JsonObject): WireError | null => {
  if (!reasons(model)) return null;
  if (body['max_tokens'] != null) {
    const message =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    return openaiError(400, message, 'max_tokens', 'unsupported_parameter');
  }
  if (body['reasoning_effort'] === 'none' && !alwaysReasons(model)) return null;
  const temperature = body['temperature'];
  if (temperature != null && temperature !== 1) {
    const message = `Unsupported value: 'temperature' does not support ${JSON.stringify(temperature)} with this model. Only the default (1) value is supported.`;
    return openaiError(400, message, 'temperature', 'unsupported_value');
  }
  for (const name of ['top_p', 'logprobs']) {
    if (body[name] == null || (name === 'top_p' && body[name] === 1)) continue;
    const message = `Unsupported parameter: '${name}' is not supported with this model.`;
    return openaiError(400, message, name, 'unsupported_parameter');
  }
  return null;
};

const reasons = (model: string): boolean => /^(o\d|gpt-(5|6|[7-9])(?!-chat))/.test(model);
const alwaysReasons = (model: string): boolean =>
  /^(o\d|gpt-5(-mini|-nano)?(-\d{4}|$)|gpt-6-astra|gpt-6\.1-sol)/.test(model);

const refusedFormat = (format: unknown): WireError | null => {
  if (!isObject(format) || format['type'] !== 'json_schema') return null;
  const given = format['json_schema'];
  if (!isObject(given) || typeof given['name'] !== 'string') {
    const param = 'response_format.json_schema.name';
    return openaiError(400, `Missing required parameter: '${param}'.`, param, 'missing_required_parameter');
  }
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(given['name'])) {
    const message = `Invalid 'response_format.json_schema.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`;
    return openaiError(400, message, 'response_format.json_schema.name', 'invalid_value');
  }
  if (given['strict'] !== true || isClosed(given['schema'], { allRequired: true })) return null;
  const message = `Invalid schema for response_format '${given['name']}': In context=(), 'additionalProperties' is required to be supplied and to be false, and 'required' to name every key in properties.`;
  return openaiError(400, message, 'response_format', null);
};
