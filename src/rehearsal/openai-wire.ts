import { openaiError, refusedByOpenai } from './openai-check.ts';
import type { BucketState } from './rate-limit.ts';
import { contentText, isObject, type Reply, type Wire, type WireUsage } from './wire.ts';

/** OpenAI's Chat Completions, which compatible servers speak too. */
export const openaiWire: Wire = {
  provider: 'openai',
  path: '/v1/chat/completions',
  requestIdHeader: 'x-request-id',
  refuse: refusedByOpenai,
  textOf: ({ messages }) =>
    Array.isArray(messages)
      ? messages.map((message: unknown) => (isObject(message) ? contentText(message['content']) : '')).join('\n')
      : '',
  mostTokens: ({ max_completion_tokens: most, max_tokens: older }) =>
    typeof most === 'number' ? most : typeof older === 'number' ? older : 0,
  success: (reply, { model, id, usage }) => ({
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model,
    choices: [{ index: 0, message: messageOf(reply), logprobs: null, finish_reason: finishes[reply.finish ?? 'stop'] }],
    ...(usage === null ? {} : { usage: usageOf(usage) }),
    service_tier: 'default',
    system_fingerprint: null,
  }),
  error: (status, message) => {
    const [type, code, usual] =
      errors[status] ?? (status >= 500 ? serverError : ['invalid_request_error', null, 'The request was refused.']);
    return openaiError(status, message ?? usual, null, code, type);
  },
  quota: () =>
    openaiError(
      429,
      'You exceeded your current quota, please check your plan and billing details.',
      null,
      'insufficient_quota',
      'insufficient_quota',
    ),
  // As routers in front of several providers answer: the status is a success, the body is not.
  errorIn200: (code) => ({ error: { message: 'Provider returned error', code } }),
  overloaded: () => openaiWire.error(503),
  rateLimited: ({ model, by, perMinute, waitMs }) => {
    const unit = by === 'requests' ? 'requests per min (RPM)' : 'tokens per min (TPM)';
    const message = `Rate limit reached for ${model} on ${unit}: Limit ${Math.round(perMinute)}. Please try again in ${goDuration(waitMs)}.`;
    return openaiError(429, message, null, 'rate_limit_exceeded', by);
  },
  named: (body) => body,
  limitHeaders: ({ requests, tokens }) => ({ ...headersOf('requests', requests), ...headersOf('tokens', tokens) }),
};

/**
 * A duration as Go prints it, which is how OpenAI's headers tell when a limit resets.
 *
 *     goDuration(360_000) // => '6m0s'
 */
export const goDuration = (ms: number): string => {
  if (ms < 1000) return `${Math.ceil(ms)}ms`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = Number(((ms - minutes * 60_000) / 1000).toFixed(3));
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds}s`;
};

/** A refusal stands in a field of its own, and ends like any reply. */
const messageOf = ({ text, finish }: Reply) =>
  finish === 'refusal'
    ? { role: 'assistant', content: null, refusal: text, annotations: [] }
    : { role: 'assistant', content: text, refusal: null, annotations: [] };

const finishes = { stop: 'stop', length: 'length', filter: 'content_filter', refusal: 'stop' };

const usageOf = ({ input, output, cacheRead = 0, cacheWrite = 0, reasoning = 0 }: WireUsage) => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
  prompt_tokens_details: { cached_tokens: cacheRead, audio_tokens: 0, cache_write_tokens: cacheWrite },
  completion_tokens_details: {
    reasoning_tokens: reasoning,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
});

const serverError: readonly [string, string | null, string] = [
  'server_error',
  null,
  'The server had an error while processing your request. Sorry about that!',
];

/** By status: the error's type, its code and its usual message. */
const errors: Readonly<Record<number, readonly [type: string, code: string | null, message: string]>> = {
  401: ['invalid_request_error', 'invalid_api_key', 'Incorrect API key provided.'],
  403: ['invalid_request_error', 'unsupported_country_region_territory', 'Country, region, or territory not supported'],
  404: ['invalid_request_error', 'model_not_found', 'The model does not exist or you do not have access to it.'],
  429: ['requests', 'rate_limit_exceeded', 'Rate limit reached. Please try again later.'],
  503: ['server_error', null, 'The engine is currently overloaded, please try again later'],
};

const headersOf = (unit: string, state: BucketState | null): Record<string, string> =>
  state === null
    ? {}
    : {
        [`x-ratelimit-limit-${unit}`]: String(Math.round(state.perMinute)),
        [`x-ratelimit-remaining-${unit}`]: String(state.remaining),
        [`x-ratelimit-reset-${unit}`]: goDuration(state.resetMs),
      };
