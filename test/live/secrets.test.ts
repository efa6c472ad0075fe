import { expect, test } from 'vitest';
import type { Behaviour } from '../../src/rehearsal/server.ts';
import type { WireCall } from '../../src/rehearsal/wire.ts';
import { empanelRun, filesWith, runFolder } from './command.ts';
import { judge, panelIn, rowIn, served, verdict } from './seat.ts';

/** Whatever key a call came with. */
const keyOf = ({ headers }: WireCall): string =>
  String(headers['x-api-key'] ?? headers.authorization?.replace('Bearer ', ''));

/** A server that repeats the key wherever a careless one might. */
const careless = (call: WireCall): Behaviour => {
  const key = keyOf(call);
  const told = {
    'www-authenticate': `Bearer realm="${key}"`,
    'x-debug': key,
    'set-cookie': `key=${key}`,
    'x-request-id': key,
    'request-id': key,
  };
  const message = `Incorrect API key provided: ${key}. Authorization: Bearer ${key}; x-api-key: ${key}; ?key=${key}`;
  switch (rowIn(call)) {
    case 0:
      return {
        kind: 'status',
        status: 400,
        headers: told,
        body: { error: { message, type: key, code: key, param: key } },
      };
    case 1:
      return { kind: 'status', status: 500, headers: told, body: `<html>${message}</html>` };
    case 2:
      return { kind: 'raw', status: 200, headers: told, body: JSON.stringify({ error: { message, code: 400 } }) };
    case 3:
      return { kind: 'raw', status: 200, headers: told, body: message };
    case 4:
      return { kind: 'status', status: 400, body: { error: { message: `x${`${key} `.repeat(200)}` } } };
    case 5:
      return { kind: 'status', status: 401, headers: told, body: { error: { message } } };
    default:
      return verdict('pass');
  }
};

test('A planted key is nowhere: in no file of the run, and in nothing that was printed', async () => {
  const env = {
    OPENAI_API_KEY: 'sk-planted-7f3a9c5e1b2d4f6a8c0e',
    ANTHROPIC_API_KEY: 'planted/anthropic+0123456789abcdef',
    HOUSE_KEY: 'Zq7planted_house.key-9x8w7v6u',
  };
  const server = await served(careless);
  const folder = panelIn({
    judges: [
      judge(server, 'mini', { key: 'OPENAI_API_KEY', pace: { concurrency: 1 } }),
      judge(server, 'house', { key: 'HOUSE_KEY', pace: { concurrency: 1 } }),
      {
        id: 'haiku',
        model: 'anthropic:claude-haiku-4-5',
        baseUrl: server.anthropic,
        key: 'ANTHROPIC_API_KEY',
        pace: { concurrency: 1 },
      },
    ],
    rows: 7,
    block: { limits: { attempts: 2 } },
  });
  const { code, stdout, stderr } = await empanelRun(folder, [], env);
  expect(stderr).toContain('Incomplete');
  expect(code).toBe(3); // access was denied at the sixth row
  expect(new Set(server.log.map(keyOf))).toEqual(new Set(Object.values(env)));
  for (const key of Object.values(env)) {
    // Neither whole nor in large part.
    for (const part of [key, key.slice(0, 16), key.slice(-16)]) {
      expect(filesWith(folder, part)).toEqual([]);
      expect(stdout).not.toContain(part);
      expect(stderr).not.toContain(part);
    }
  }
  expect(filesWith(folder, 'HTTP 400')).not.toEqual([]); // what was said else is there
});

test('With privacy: hashes no text of a row, a prompt, a reply or a rationale is in any file of the run', async () => {
  const server = await served((call) => {
    const row = rowIn(call);
    if (row === 1) return { kind: 'reply', text: 'Prose of zebra-reply, with no ballot in it.' };
    if (row === 2) return verdict('zebra-verdict', 'zebra-reason');
    if (row === 3) {
      const message = `Your prompt is refused: ${call.text}`;
      return { kind: 'status', status: 400, body: { error: { message } } };
    }
    return verdict('pass', 'It is right, says zebra-reason.');
  });
  const panel = (privacy: string) =>
    panelIn({
      judges: [judge(server, 'mini')],
      rows: Array.from({ length: 5 }, (_, at) => ({
        id: `r${at}`,
        question: `Question ${at}? zebra-question`,
        answer: `Reply ${at}. zebra-answer`,
        unused: 'zebra-column',
      })),
      criteria: [{ id: 'right', scale: 'nominal:pass,fail', instructions: 'Is it right, zebra-instructions?' }],
      block: { privacy },
    });
  const [hashed, full] = [panel('hashes'), panel('full')];
  const [first, second] = [await empanelRun(hashed), await empanelRun(full)];
  expect([first.code, second.code]).toEqual([0, 0]);
  for (const { stdout, stderr } of [first, second]) expect(stdout + stderr).not.toContain('zebra');
  expect(filesWith(runFolder(hashed), 'zebra')).toEqual([]);
  // The search finds what is there to be found.
  for (const text of ['zebra-question', 'zebra-answer', 'zebra-reply', 'zebra-reason', 'zebra-instructions'])
    expect(filesWith(runFolder(full), text)).not.toEqual([]);
});
