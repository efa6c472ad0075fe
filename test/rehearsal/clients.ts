import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import type { Loopback } from '../../src/rehearsal/server.ts';

type Addresses = Pick<Loopback, 'openai' | 'anthropic'>;
type Options = { readonly signal?: AbortSignal; readonly headers?: Record<string, string> };

/** The providers' own clients, pointed at a server on this machine. They never retry. */
export const clients = ({ openai, anthropic }: Addresses) => {
  const shared = { apiKey: 'test-key', maxRetries: 0, logLevel: 'off' } as const;
  const [chat, messages] = [
    new OpenAI({ ...shared, baseURL: openai }),
    new Anthropic({ ...shared, baseURL: anthropic }),
  ];
  return {
    openai: (text: string, options: Options = {}, model = 'gpt-4.1-mini') =>
      chat.chat.completions.create({ model, messages: [{ role: 'user', content: text }] }, options),
    anthropic: (text: string, options: Options = {}, model = 'claude-haiku-5-5') =>
      messages.messages.create({ model, max_tokens: 100, messages: [{ role: 'user', content: text }] }, options),
  };
};

/** A request without any client in between. */
export const post = async (
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; headers: Headers; body: unknown }> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
};

/** What a call ended in: the error that the client threw, or its result. */
export const ending = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    return await call;
  } catch (error) {
    return error;
  }
};
