import type { ServerResponse } from 'node:http';
import type { Behaviour, Reply, Wire, WireCall, WireUsage } from './wire.ts';

export type Sent = { readonly replied: boolean; readonly usage: WireUsage | null };

/** Does to a call what the behaviour says. The headers name the request and its limits. */
export const send = (
  behaviour: Behaviour,
  {
    wire,
    call,
    response,
    requestId,
    headers,
  }: {
    wire: Wire;
    call: WireCall;
    response: ServerResponse;
    requestId: string;
    headers: Readonly<Record<string, string>>;
  },
): Sent => {
  const json = (status: number, body: object, more: Readonly<Record<string, string>> = {}): void =>
    sendText(response, status, JSON.stringify(wire.named(body, requestId)), { ...headers, ...more });
  switch (behaviour.kind) {
    case 'reply': {
      const usage = usageOf(call, behaviour);
      json(200, wire.success(behaviour, { model: call.model, id: requestId.slice(4), usage }));
      return { replied: true, usage };
    }
    case 'status': {
      const body = behaviour.body ?? wire.error(behaviour.status).body;
      if (typeof body === 'string') sendText(response, behaviour.status, body, { ...headers, ...behaviour.headers });
      else json(behaviour.status, Object(body), behaviour.headers);
      return unanswered;
    }
    case 'quota': {
      const { status, body } = wire.quota();
      json(status, body);
      return unanswered;
    }
    case 'errorIn200':
      json(200, wire.errorIn200(behaviour.code));
      return unanswered;
    case 'html200':
      sendText(response, 200, '<!doctype html><title>Bad gateway</title>', { ...headers, 'content-type': 'text/html' });
      return unanswered;
    case 'empty200':
      sendText(response, 200, '', headers);
      return unanswered;
    case 'raw':
      sendText(response, behaviour.status, behaviour.body, { ...headers, ...behaviour.headers });
      return unanswered;
    case 'stallHeaders':
      stall(response, behaviour.ms);
      return unanswered;
    case 'stallBody':
    case 'cutBody': {
      const text = JSON.stringify(
        wire.success({ kind: 'reply', text: 'cut off' }, { model: call.model, id: requestId.slice(4), usage: null }),
      );
      response.writeHead(200, {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      });
      // Only once half of the body is out may the connection close: sooner, the client sees no headers at all.
      response.write(text.slice(0, text.length / 2), () => {
        if (behaviour.kind === 'stallBody') stall(response, behaviour.ms);
        else response.socket?.end(() => response.destroy());
      });
      return unanswered;
    }
    case 'reset':
      response.socket?.resetAndDestroy();
      return unanswered;
  }
};

/** A whole body with its length, as JSON unless the headers say otherwise. */
export const sendText = (
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>>,
): void => {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...headers,
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
};

const unanswered: Sent = { replied: false, usage: null };

const stall = (response: ServerResponse, ms: number | undefined): void => {
  if (ms === undefined) return;
  const timer = setTimeout(() => response.destroy(), ms);
  response.once('close', () => clearTimeout(timer));
};

/** Four characters a token, where the reply doesn't say. */
const usageOf = (call: WireCall, reply: Reply): WireUsage | null =>
  reply.usage === undefined
    ? { input: Math.ceil(call.text.length / 4), output: Math.ceil(reply.text.length / 4) }
    : reply.usage;
