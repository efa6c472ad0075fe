import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { leanFetch } from '../../src/judges/lean-fetch.ts';

/** A server that answers with what it was sent. */
const echo = async (): Promise<string> => {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      if (request.url === '/stall') {
        response.writeHead(200, { 'content-length': 100 });
        response.write('{"half":');
        return;
      }
      response.writeHead(request.url === '/teapot' ? 418 : 200, { 'x-twice': ['a', 'b'] });
      response.end(JSON.stringify({ method: request.method, headers: request.headers, body }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

test('The lean transport sends and receives as the global fetch does', async () => {
  const url = await echo();
  const init = { method: 'POST', headers: { 'content-type': 'application/json', 'x-own': 'é' }, body: '{"text":"ä"}' };
  const told = async (fetch: typeof globalThis.fetch, path: string) => {
    const response = await fetch(url + path, init);
    const { method, headers, body } = (await response.json()) as { method: string; headers: object; body: string };
    const shown = Object.entries(headers).filter(([name]) => name === 'content-type' || name === 'x-own');
    return [response.status, response.ok, response.headers.get('x-twice'), method, shown, body];
  };
  for (const path of ['/', '/teapot']) expect(await told(leanFetch(), path)).toEqual(await told(fetch, path));
});

test('A signal ends a body that stalls', async () => {
  const response = await leanFetch()(`${await echo()}/stall`, { signal: AbortSignal.timeout(100) });
  await expect(response.text()).rejects.toThrow(/abort|timeout/i);
});

test('A server that is not there is an error, and no answer', async () => {
  await expect(leanFetch()('http://127.0.0.1:9/')).rejects.toThrow(/ECONNREFUSED/);
});
