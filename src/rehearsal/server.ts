import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Limits } from './rate-limit.ts';
import { headerOf, pathOf, route, wireOf } from './routing.ts';
import { send, sendText } from './send.ts';
import { tallies, type ServerStats } from './tally.ts';
import type { Behaviour, WireCall, WireError } from './wire.ts';

export type { ServerStats } from './tally.ts';
export type { Behaviour } from './wire.ts';

export type LoopbackOptions = {
  readonly respond: (call: WireCall) => Behaviour | Promise<Behaviour>;
  readonly latencyMs?: number | ((call: WireCall) => number);
  readonly limits?: Limits; // for each model
  readonly lenient?: ReadonlySet<string>; // models whose sampling is not checked
  readonly log?: boolean;
};

export type Loopback = AsyncDisposable & {
  readonly openai: string; // base URLs, as the providers' own clients take them
  readonly anthropic: string;
  readonly stats: () => ServerStats;
  readonly log: readonly WireCall[]; // empty unless asked for
  readonly close: () => Promise<void>;
};

/**
 * A server on this machine that speaks OpenAI's Chat Completions and Anthropic's Messages. It refuses what the live services refuse,
 * keeps each model's limits, and leaves what it replies to `respond`.
 */
export const loopback = async ({
  respond,
  latencyMs = 0,
  limits = {},
  lenient = new Set(),
  log = false,
}: LoopbackOptions): Promise<Loopback> => {
  const tally = tallies(limits);
  const seen = new Map<string, number>();
  const calls: WireCall[] = [];
  const nextId = requestIds();

  const handle = async (request: IncomingMessage, response: ServerResponse, text: string): Promise<void> => {
    tally.requests += 1;
    const wire = wireOf(request);
    const requestId = nextId();
    const named = { [wire.requestIdHeader]: requestId };
    const refuse = ({ status, body }: WireError, headers: Readonly<Record<string, string>> = {}): void =>
      sendText(response, status, JSON.stringify(wire.named(body, requestId)), { ...named, ...headers });

    const routed = route(request, text, lenient);
    if (routed.refusal !== null) {
      tally.refused += 1;
      return refuse(routed.refusal);
    }
    const { body } = routed;
    const model = String(body['model']);
    const lane = tally.lane(model);
    const reserved = Math.ceil(text.length / 4) + wire.mostTokens(body);
    const place = lane.admit(reserved);
    if (place.kind === 'overloaded') return refuse(wire.overloaded(), wire.limitHeaders(lane.state()));
    if (place.kind === 'limited') {
      const waitMs = Math.ceil(place.waitMs);
      return refuse(wire.rateLimited({ model, ...place }), {
        ...wire.limitHeaders(lane.state()),
        'retry-after': String(Math.ceil(waitMs / 1000)),
        'retry-after-ms': String(waitMs),
      });
    }
    response.once('close', place.leave);

    const id = headerOf(request, 'x-client-request-id');
    const attempt = id === null ? 0 : (seen.get(id) ?? 0);
    if (id !== null) seen.set(id, attempt + 1);
    const call: WireCall = {
      provider: wire.provider,
      path: pathOf(request),
      headers: request.headers,
      body,
      model,
      text: wire.textOf(body),
      attempt,
      id,
    };
    if (log) calls.push(call);
    const behaviour = await respond(call);
    const wait =
      (behaviour.kind === 'reply' ? behaviour.latencyMs : undefined) ??
      (typeof latencyMs === 'function' ? latencyMs(call) : latencyMs);
    if (wait > 0 && !(await waited(wait, response))) return;
    if (response.destroyed) return;
    const sent = send(behaviour, {
      wire,
      call,
      response,
      requestId,
      headers: { ...named, ...wire.limitHeaders(lane.state()) },
    });
    if (sent.replied) lane.replied(reserved, sent.usage);
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      handle(request, response, Buffer.concat(chunks).toString()).catch((cause: unknown) => {
        const { status, body } = wireOf(request).error(500, `The loopback server failed: ${String(cause)}`);
        if (!response.headersSent) sendText(response, status, JSON.stringify(body), {});
      });
    });
    // A client may hang up at any moment, and that concerns nobody else.
    request.on('error', () => {});
    response.on('error', () => {});
  });
  server.keepAliveTimeout = 600_000;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ host: '127.0.0.1', port: 0, backlog: 1024 }, resolve);
  });

  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    openai: `${origin}/v1`,
    anthropic: origin,
    stats: tally.stats,
    log: calls,
    close,
    [Symbol.asyncDispose]: close,
  };
};

/** Ids that no other server of this process or another gives. */
const requestIds = (): (() => string) => {
  const prefix = crypto.randomUUID().slice(0, 8);
  let count = 0;
  return () => `req_${prefix}${(count++).toString(36).padStart(6, '0')}`;
};

/** Waits; false when the client hung up meanwhile. */
const waited = (ms: number, response: ServerResponse): Promise<boolean> =>
  new Promise((resolve) => {
    const gone = (): void => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      response.off('close', gone);
      resolve(true);
    }, ms);
    response.once('close', gone);
  });
