import type { OpenAI } from 'openai';
import type { Model } from '../model.ts';
import type { ModelSpec } from '../panel.ts';
import { hostOf, isOpenai } from './address.ts';
import { NO_KEY, NO_TIMEOUT_MS, once, type Connection } from './client.ts';
import { contractFailure, failureOf } from './failure.ts';
import { limitsIn } from './headers.ts';
import { openaiBody } from './openai-body.ts';
import { readOpenai } from './openai-reply.ts';
import { tellingFetch } from './telling-fetch.ts';

/** A client that several models share. The SDK is loaded at the first call: it costs a tenth of a second. */
export const openaiClient = ({ baseUrl, key, fetch }: Connection): (() => Promise<OpenAI>) =>
  once(async () => {
    const { OpenAI } = await import('openai');
    return new OpenAI({
      apiKey: key ?? NO_KEY,
      adminAPIKey: null,
      webhookSecret: null,
      // Of the environment, OpenAI alone is told whose account it is.
      ...(isOpenai(baseUrl) ? {} : { organization: null, project: null }),
      baseURL: baseUrl,
      fetch: tellingFetch(fetch),
      maxRetries: 0, // the lane retries, and knows what others are waiting for
      timeout: NO_TIMEOUT_MS,
      logLevel: 'off',
    });
  });

/** A model of OpenAI, or of a server that speaks its Chat Completions. */
export const openaiModel = (spec: ModelSpec, connection: Connection, client: () => Promise<OpenAI>): Model => ({
  call: async (request, signal) => {
    const call = { model: spec.model, host: hostOf(connection.baseUrl), key: connection.key, request, signal };
    try {
      const { chat } = await client();
      const body = openaiBody(spec, request) as unknown as OpenAI.ChatCompletionCreateParamsNonStreaming;
      // Not `parse`: it throws at a truncated reply, and its usage is lost.
      const { data, response } = await chat.completions
        .create(body, { signal, headers: connection.headers(request) })
        .withResponse();
      const said = readOpenai(data, request);
      if (said === null) throw contractFailure(data, 'no choice in it', response, { ...call, now: Date.now() });
      return {
        ...said,
        effective: request.sampling,
        requestId: response.headers.get('x-request-id'),
        status: response.status,
        limits: limitsIn(response.headers, Date.now()),
      };
    } catch (error) {
      throw failureOf(error, { ...call, now: Date.now() });
    }
  },
});
