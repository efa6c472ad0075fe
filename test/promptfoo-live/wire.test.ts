import { expect, test } from 'vitest';
import { contentText, type WireCall } from '../../src/rehearsal/wire.ts';
import { empanel, evaluate, project } from './eval.ts';
import { modelServer } from './server.ts';
import { assertedShapes } from './shapes/asserted.ts';
import { promptShapes } from './shapes/prompts.ts';
import type { Shape } from './shapes/shape.ts';
import { testShapes } from './shapes/tests.ts';

// The same config through promptfoo and through empanel: the same calls, to the byte.

test.for<Shape>([...promptShapes, ...testShapes, ...assertedShapes])(
  'Models and judges are asked the same by both: $name',
  async ({ files, calls, env = {}, apart }) => {
    await using server = await modelServer();
    const folder = project(files);
    const { said } = await evaluate({ folder, server, args: ['--no-cache'], env });
    const theirs = [...server.log];
    const { code, stderr } = await empanel({ folder, server, args: ['run', '--out', 'run', '-q'], env });
    const ours = server.log.slice(theirs.length);
    expect(code, stderr).toBe(0);
    const common = { theirs: asked(theirs, apart?.theirs.texts), ours: asked(ours, apart?.ours.texts) };
    expect(common.ours, said).toEqual(common.theirs);
    expect(common.ours).toHaveLength(calls);
    if (apart === undefined) return;
    expect(theirs.length - calls, apart.why).toBe(apart.theirs.calls);
    expect(ours.length - calls, apart.why).toBe(apart.ours.calls);
  },
);

/** Requests in an order of their own, without those that are set apart. */
const asked = (calls: readonly WireCall[], apart?: RegExp): readonly string[] =>
  calls
    .filter(({ text }) => apart?.test(text) !== true)
    .map(({ body }) => JSON.stringify(plain(body as Body)))
    .toSorted();

type Body = Readonly<Record<string, unknown>> & {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
};

/** Keys in one order. To Anthropic a text is a list of one, and a reply is no stream unless it is asked for. */
const plain = ({ messages, ...body }: Body): object => {
  const settings = Object.entries(body)
    .filter(([key, value]) => key !== 'stream' || value !== false)
    .map(([key, value]): [string, unknown] => [key, key === 'system' ? contentText(value) : value])
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return {
    ...Object.fromEntries(settings),
    messages: messages.map(({ role, content }) => [role, contentText(content)]),
  };
};
