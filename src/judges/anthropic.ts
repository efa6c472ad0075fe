import type { Anthropic } from '@anthropic-ai/sdk';
import type { Model } from '../model.ts';
import type { ModelSpec } from '../panel.ts';
import { hostOf } from './address.ts';
import { anthropicBody } from './anthropic-body.ts';
import { readAnthropic } from './anthropic-reply.ts';
import { NO_KEY, NO_TIMEOUT_MS, once, type Connection } from './client.ts';
import { contractFailure, failureOf } from './failure.ts';
import { limitsIn } from './headers.ts';
import { tellingFetch } from './telling-fetch.ts';

/** A client that several models share. The SDK is loaded at the first call: it costs a tenth of a second. */
export const anthropicClient = ({ baseUrl, key, fetch }: Connection): (() => Promise<Anthropic>) =>
  once(async () => {
    const { Anthropic } = await import('@anthropic-ai/sdk');
    return new Anthropic({
      apiKey: key ?? NO_KEY,
      authToken: null,
      webhookKey: null,
      baseURL: baseUrl,
      fetch: tellingFetch(fetch),
      maxRetries: 0, // the lane retries, and knows what others are waiting for
      timeout: NO_TIMEOUT_MS, // also lifts the SDK's own bound on `max_tokens`
      logLevel: 'off',
      openTelemetry: false,
    });
  });

/** A model of Anthropic's, by the Messages API. */
export const anthropicModel = (spec: ModelSpec, connection: Connection, client: () => Promise<Anthropic>): Model => ({
  call: async (request, signal) => {
    const call = { model: spec.model, host: hostOf(connection.baseUrl), key: connection.key, request, signal };
    try {
      const { body, version } = anthropicBody(spec, request);
      const headers = { ...connection.headers(request), ...(version === null ? {} : { 'anthropic-version': version }) };
      // Not `messages.create`: it warns on the terminal of a model near its end, once a call.
      const { data, response } = await (
        await client()
      )
        .post<unknown>('/v1/messages', { body, signal, headers })
        .withResponse();
      const said = readAnthropic(data, request);
      if (said === null) throw contractFailure(data, 'no message in it', response, { ...call, now: Date.now() });
      return {
        ...said,
        effective: request.sampling,
        requestId: response.headers.get('request-id'),
        status: response.status,
        limits: limitsIn(response.headers, Date.now()),
      };
    } catch (error) {
      throw failureOf(error, { ...call, now: Date.now() });
    }
  },
});
