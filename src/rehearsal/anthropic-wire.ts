import { anthropicError, refusedByAnthropic } from './anthropic-check.ts';
import type { BucketState } from './rate-limit.ts';
import { contentText, isObject, type Reply, type Wire, type WireUsage } from './wire.ts';

/** Anthropic's Messages. */
export const anthropicWire: Wire = {
  provider: 'anthropic',
  path: '/v1/messages',
  requestIdHeader: 'request-id',
  refuse: refusedByAnthropic,
  textOf: ({ system, messages }) =>
    [
      contentText(system),
      ...(Array.isArray(messages)
        ? messages.map((message: unknown) => (isObject(message) ? contentText(message['content']) : ''))
        : []),
    ]
      .filter((text) => text !== '')
      .join('\n'),
  // Output counts once it is written, whatever the request allows.
  mostTokens: () => 0,
  success: (reply, { model, id, usage }) => ({
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model,
    content: reply.text === '' ? [] : [{ type: 'text', text: reply.text, citations: null }],
    container: null,
    stop_reason: stops[reply.finish ?? 'stop'],
    stop_sequence: null,
    stop_details: isDeclined(reply)
      ? { type: 'refusal', category: null, explanation: 'The request was declined.' }
      : null,
    ...(usage === null ? {} : { usage: usageOf(usage) }),
  }),
  error: (status, message) => {
    const [type, usual] =
      errors[status] ?? (status >= 500 ? serverError : ['invalid_request_error', 'The request was refused.']);
    return anthropicError(status, type, message ?? usual);
  },
  quota: () =>
    anthropicError(
      429,
      'rate_limit_error',
      'Your organization has reached its spend limit.',
      'enforced_spend_limit_reached',
    ),
  errorIn200: (code) => ({
    type: 'error',
    error: {
      type: typeof code === 'number' ? (errors[code] ?? serverError)[0] : code,
      message: 'Provider returned error',
    },
  }),
  overloaded: () => anthropicWire.error(529),
  rateLimited: ({ by, perMinute }) =>
    anthropicError(
      429,
      'rate_limit_error',
      `This request would exceed your organization's rate limit of ${Math.round(perMinute)} ${by === 'requests' ? 'requests' : 'tokens'} per minute.`,
    ),
  named: (body, requestId) => ('request_id' in body ? { ...body, request_id: requestId } : body),
  limitHeaders: ({ requests, tokens }) => ({
    ...headersOf('requests', requests),
    // One bucket counts all tokens; it stands for each of the three that the service tells of.
    ...headersOf('tokens', tokens),
    ...headersOf('input-tokens', tokens),
    ...headersOf('output-tokens', tokens),
  }),
};

const stops = { stop: 'end_turn', length: 'max_tokens', filter: 'refusal', refusal: 'refusal' };

const isDeclined = ({ finish }: Reply): boolean => finish === 'refusal' || finish === 'filter';

/** `input_tokens` leaves cached tokens out, unlike OpenAI's count. */
const usageOf = ({ input, output, cacheRead = 0, cacheWrite = 0, reasoning = 0 }: WireUsage) => ({
  input_tokens: input - cacheRead - cacheWrite,
  cache_creation_input_tokens: cacheWrite,
  cache_read_input_tokens: cacheRead,
  cache_creation: { ephemeral_5m_input_tokens: cacheWrite, ephemeral_1h_input_tokens: 0 },
  output_tokens: output,
  output_tokens_details: { thinking_tokens: reasoning },
  server_tool_use: null,
  service_tier: 'standard',
});

const serverError: readonly [type: string, message: string] = ['api_error', 'Internal server error'];

/** By status: the error's type and its usual message. */
const errors: Readonly<Record<number, readonly [type: string, message: string]>> = {
  401: ['authentication_error', 'invalid x-api-key'],
  402: ['billing_error', 'Your credit balance is too low to access the Anthropic API.'],
  403: ['permission_error', 'Your API key does not have permission to use the specified resource.'],
  404: ['not_found_error', 'Not found'],
  409: ['conflict_error', 'The request conflicts with another one.'],
  413: ['request_too_large', 'Request exceeds the maximum size'],
  429: ['rate_limit_error', 'This request would exceed your rate limit. Please try again later.'],
  504: ['timeout_error', 'The request timed out.'],
  529: ['overloaded_error', 'Overloaded'],
};

const headersOf = (unit: string, state: BucketState | null): Record<string, string> =>
  state === null
    ? {}
    : {
        [`anthropic-ratelimit-${unit}-limit`]: String(Math.round(state.perMinute)),
        [`anthropic-ratelimit-${unit}-remaining`]: String(state.remaining),
        // RFC 3339 in whole seconds, as the service tells it.
        [`anthropic-ratelimit-${unit}-reset`]: `${new Date(Math.ceil((Date.now() + state.resetMs) / 1000) * 1000).toISOString().slice(0, 19)}Z`,
      };
