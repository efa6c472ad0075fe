import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ModelRequest, Sampling } from '../../src/model.ts';
import type { ModelSpec } from '../../src/panel.ts';

/** A request as it came over the wire. */
export type Seen = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
};

/** What the wire answers with: a body as it stands or as JSON, or a hand on the response itself. */
export type Fixture =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly json?: unknown;
      readonly raw?: string;
      readonly type?: string;
    }
  | ((response: ServerResponse) => void);

/** A server on the loopback that answers every request with the fixture in force. */
export const openWire = async () => {
  const seen: Seen[] = [];
  let fixture: Fixture = {};
  let [inFlight, most] = [0, 0];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    inFlight += 1;
    most = Math.max(most, inFlight);
    response.on('close', () => (inFlight -= 1));
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
      seen.push({ path: request.url ?? '', headers: request.headers, body });
      if (typeof fixture === 'function') return fixture(response);
      const { status = 200, headers = {}, json, raw = JSON.stringify(json), type = 'application/json' } = fixture;
      response.writeHead(status, { 'content-type': type, ...headers }).end(raw);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    openai: `http://127.0.0.1:${port}/v1`,
    anthropic: `http://127.0.0.1:${port}`,
    seen,
    answer: (next: Fixture) => void (fixture = next),
    most: () => most,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
};

export const sampling = (over: Partial<Sampling> = {}): Sampling => ({
  temperature: null,
  topP: null,
  effort: null,
  seed: null,
  maxTokens: 256,
  ...over,
});

export const spec = (over: Partial<ModelSpec> = {}): ModelSpec => ({
  provider: 'openai',
  model: 'gpt-6-luna',
  baseUrl: null,
  key: null,
  capabilities: { temperature: null, efforts: null, structured: null },
  price: null,
  pace: { rpm: null, tpm: null, concurrency: null },
  ...over,
});

export const request = (over: Partial<ModelRequest> = {}): ModelRequest => ({
  id: 'k1',
  errand: { row: 'r1', criterion: 'honesty', judge: 'luna', sample: 0 },
  messages: [
    { role: 'system', content: 'You are a judge.' },
    { role: 'user', content: 'Judge this.' },
  ],
  sampling: sampling(),
  schema: null,
  ...over,
});

/** A chat completion with this message and finish. */
export const completion = (message: object, finish: string | null = 'stop', over: object = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-6-luna-2026-09-01',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish, logprobs: null }],
  usage: {
    prompt_tokens: 100,
    completion_tokens: 20,
    total_tokens: 120,
    prompt_tokens_details: { cached_tokens: 64, cache_write_tokens: 8 },
    completion_tokens_details: { reasoning_tokens: 12 },
  },
  ...over,
});

/** A message of Anthropic's with these texts. */
export const message = (texts: readonly string[], stop: string, over: object = {}) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-haiku-5-5',
  content: [{ type: 'thinking', thinking: 'hm' }, ...texts.map((text) => ({ type: 'text', text, citations: null }))],
  stop_reason: stop,
  stop_details: null,
  usage: {
    input_tokens: 20,
    cache_creation_input_tokens: 1500,
    cache_read_input_tokens: 300,
    output_tokens: 10,
    output_tokens_details: { thinking_tokens: 4 },
  },
  ...over,
});

/** Never aborts. */
export const open = new AbortController().signal;
