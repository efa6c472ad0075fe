import fc from 'fast-check';
import { stringify } from 'yaml';
import { expect, test } from 'vitest';
import { Fault } from '../../src/fault.ts';
import type { Files } from '../config/files.ts';
import { read } from './files.ts';

const config = {
  description: 'Everything that a suite may have',
  env: { TONE: 'warm' },
  prompts: [
    'Answer {{q}} {{env.TONE}}',
    { id: 'file://chat.yaml', label: 'chat' },
    '[{"role": "user", "content": "{{q}}"}]',
  ],
  providers: [
    'openai:chat:gpt-4o-mini',
    { id: 'anthropic:messages:claude-haiku-4-5', label: 'claude', config: { temperature: 0.5 } },
    'echo',
  ],
  assertionTemplates: { kind: { type: 'llm-rubric', value: 'Is it kind to {{user.name}}?' } },
  defaultTest: {
    vars: { user: { name: 'Ann' } },
    options: { provider: 'openai:gpt-4.1' },
    assert: [{ $ref: '#/assertionTemplates/kind' }],
  },
  tests: [
    {
      vars: { q: ['one', 'two'] },
      threshold: 0.5,
      assert: [
        {
          type: 'assert-set',
          threshold: 0.5,
          assert: [
            { type: 'contains', value: 'a' },
            { type: 'not-equals', value: 'b', weight: 0 },
          ],
        },
      ],
    },
    'file://rows.csv',
    {
      vars: { q: '{{ user.name | upper }}' },
      threshold: 0.5,
      providerOutput: 'Said',
      options: { repeat: 2, prefix: 'P ' },
      metadata: { id: 'm' },
    },
  ],
  scenarios: [{ config: [{ vars: { q: 'three' } }], tests: [{ threshold: 0.5, vars: { s: 'x' } }] }],
  evaluateOptions: { repeat: 1, maxConcurrency: 4 },
  empanel: { rule: 'plurality', limits: { usd: 1 } },
};

const files = {
  'promptfooconfig.yaml': stringify(config),
  'rows.csv': 'q,__expected,__threshold,__metadata:id\nfour,contains: x,0.5,r1\nfive,grade: kind?,0.5,r2\n',
  'chat.yaml': '- role: system\n  content: Be kind\n- role: user\n  content: "{{q}}"\n',
} as const;

/** A text with one stretch of it replaced. */
const spoilt = (text: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.nat(text.length),
      fc.nat(12),
      fc.oneof(
        fc.constantFrom(
          '',
          '{',
          '[',
          '- ',
          ': ',
          '&a ',
          '*a',
          '\n',
          '"',
          '!!map',
          '|',
          '{{',
          '{%',
          '-1',
          'null',
          '~',
          'file://',
          '$ref: "#"',
          '{{env.X}}',
        ),
        fc.string(),
      ),
    )
    .map(([at, length, other]) => text.slice(0, at) + other + text.slice(at + length));

const outcome = async (changed: Files): Promise<'read' | 'fault'> => {
  try {
    await read(changed);
    return 'read';
  } catch (error) {
    if (error instanceof Fault && error.message.includes('\n')) return 'fault';
    throw error;
  }
};

test('The whole of it reads', async () => expect(await outcome(files)).toBe('read'));

test.for(['promptfooconfig.yaml', 'rows.csv', 'chat.yaml'] as const)(
  'Whatever is wrong in %s is a fault that says what to do, or nothing',
  async (name) => {
    await fc.assert(
      fc.asyncProperty(spoilt(files[name]), async (content) => {
        expect(['read', 'fault']).toContain(await outcome({ ...files, [name]: content }));
      }),
      { numRuns: name === 'promptfooconfig.yaml' ? 300 : 100 },
    );
  },
);

/** The ways to every value inside a value. */
const pathsIn = (value: unknown): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [[key], ...pathsIn(inner).map((path) => [key, ...path])])
    : [];

const changed = (value: unknown, [key, ...path]: readonly string[], put: unknown): unknown => {
  if (key === undefined) return put;
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === key ? changed(item, path, put) : item));
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([name, inner]) => [name, name === key ? changed(inner, path, put) : inner]),
  );
};

test('Whatever stands in the place of a value is a fault that says what to do, or nothing', async () => {
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('', 'file://rows.csv', '{{q}}', '{{env.X}}', { $ref: '#/tests' }, { $ref: '#' }, { id: 'echo' }, [
      'a',
      'b',
    ]),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...pathsIn(config)), anything, async (path, put) => {
      const content = stringify(changed(config, path, put));
      expect(['read', 'fault']).toContain(await outcome({ ...files, 'promptfooconfig.yaml': content }));
    }),
    { numRuns: 300 },
  );
});
