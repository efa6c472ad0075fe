import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readVerdict } from '../../src/judges/reply.ts';
import { openModel } from '../../src/judges/seat.ts';
import type { ReplySchema } from '../../src/model.ts';
import { open, request, spec } from './wire.ts';

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'empanel-replay-'));
  path = join(folder, 'ballots.jsonl');
  const lines = [
    { row: 'r1', criterion: 'c', judge: 'j', sample: 0, value: 'pass' },
    { row: 'r1', criterion: 'c', judge: 'j', sample: 1, value: 'fail' },
    { row: 'r1', criterion: 'c', judge: 'j', sample: 2, value: null },
    { row: 'r1', criterion: 'c', judge: 'j', sample: 3, outcome: 'invalid' },
    { row: 'r1', criterion: 'c', judge: 'j', sample: 4, outcome: 'failed' },
  ];
  await writeFile(path, lines.map((line) => JSON.stringify(line)).join('\n'));
});
afterAll(() => rm(folder, { recursive: true }));

const schema: ReplySchema = {
  name: 'ballot',
  schema: { type: 'object', properties: {}, required: [], additionalProperties: false },
};
const ask = (sample: number, over: object = {}, signal = open) =>
  openModel(spec({ provider: 'replay', model: path }), { env: {} }).call(
    request({ errand: { row: 'r1', criterion: 'c', judge: 'j', sample, ...over }, schema }),
    signal,
  );

describe('A replay', () => {
  test.for([
    [0, { kind: 'cast', value: 'pass' }],
    [1, { kind: 'cast', value: 'fail' }],
    [2, { kind: 'abstained' }],
    [3, { kind: 'invalid' }],
  ] as const)('gives sample %i back as it was: %o', async ([sample, vote]) => {
    const reply = await ask(sample);
    expect(readVerdict({ kind: 'nominal', labels: ['pass', 'fail'] })(reply).vote).toEqual(vote);
    expect(reply).toMatchObject({ status: 200, finish: 'stop', usage: { inputTokens: 0, estimated: false } });
  });

  test.for([
    [4, {}, 'failed ballot'],
    [5, {}, 'no ballot'],
    [0, { row: 'r2' }, 'no ballot'],
    [0, { judge: 'k' }, 'no ballot'],
  ] as const)('has nothing to say on sample %i of %o', async ([sample, over, says]) => {
    await expect(ask(sample, over)).rejects.toMatchObject({
      name: 'ModelFailure',
      kind: 'bad',
      message: expect.stringContaining(says),
    });
  });

  test('answers in words where no object is asked for', async () => {
    const model = openModel(spec({ provider: 'replay', model: path }), { env: {} });
    const reply = await model.call(request({ errand: { row: 'r1', criterion: 'c', judge: 'j', sample: 0 } }), open);
    expect(reply.text).toBe('Answer: pass');
  });

  test('a file that can’t be read fails each ballot, and says so', async () => {
    const model = openModel(spec({ provider: 'replay', model: join(folder, 'gone.jsonl') }), { env: {} });
    await expect(model.call(request(), open)).rejects.toMatchObject({
      kind: 'bad',
      message: expect.stringContaining('gone.jsonl'),
    });
  });

  test('stops with its signal', async () => {
    await expect(ask(0, {}, AbortSignal.abort())).rejects.toMatchObject({ kind: 'aborted' });
  });
});
