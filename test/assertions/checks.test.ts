import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Written } from '../../src/assertions/written.ts';
import { checked, faultOf, output } from './make.ts';

type Case = {
  readonly type: string;
  readonly value?: unknown;
  readonly output: string;
  readonly threshold?: number;
  readonly config?: unknown;
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly latencyMs?: number;
  readonly usd?: number;
  readonly promptfoo: boolean | 'error';
};

/** What `assertions.runAssertion` of promptfoo 0.123.1 says; an error is one that it throws, or tells as a failed assertion. */
const cases = JSON.parse(readFileSync(join(import.meta.dirname, 'recorded/checks.json'), 'utf8')) as readonly Case[];

const told = ({ value, threshold, config = null }: Case): Partial<Written> => ({
  value,
  threshold: threshold ?? null,
  config,
});

const outcome = async (each: Case): Promise<boolean | 'error'> => {
  const { type, vars = {}, latencyMs, usd } = each;
  try {
    const { check } = await checked(type, told(each), { vars });
    const vote = await check({ text: each.output, latencyMs: latencyMs ?? null, usd: usd ?? null });
    return vote.kind === 'cast' && vote.value === 'pass';
  } catch {
    return 'error';
  }
};

// promptfoo takes what is no number for a score of 0.
const differs = ({ type, value }: Case): boolean => /javascript/.test(type) && value === 'NaN';

describe('A check says what promptfoo says', () => {
  test.for(cases.filter((each) => !differs(each)).map((each) => [JSON.stringify(each), each] as const))(
    '%s',
    async ([, each]) => {
      expect(await outcome(each)).toBe(each.promptfoo);
    },
  );
});

test('a vote says what was looked for, and whether it was found', async () => {
  const { check } = await checked('not-contains', { value: 'sorry' });
  expect(await check(output('I am sorry.'))).toEqual({
    kind: 'cast',
    value: 'fail',
    score: 0,
    rationale: 'contains "sorry": yes',
  });
  expect(await check(output('Yes.'))).toMatchObject({ value: 'pass', score: 1, rationale: 'contains "sorry": no' });
});

test.for(['latency', 'cost'])(
  '%s of an output that nobody measured is a failed ballot, also with "not-"',
  async (type) => {
    for (const each of [type, `not-${type}`]) {
      const { check } = await checked(each, { threshold: 1 });
      await expect(check(output('x'))).rejects.toThrow(/not measured|not known/);
    }
  },
);

test('a value that a row leaves empty is told with what it was made from', async () => {
  expect(await faultOf(checked('contains', { value: '{{ expected }}' }, { vars: { expected: '' } })))
    .toMatchInlineSnapshot(`
    "assertion/value at promptfooconfig.yaml:7
    The assertion "contains" has for one of the rows the value "", made from "{{ expected }}", so no output could be held against it.
    It takes a text that is not empty, or a number."
  `);
  expect(await faultOf(checked('latency'))).toMatchInlineSnapshot(`
    "assertion/value at promptfooconfig.yaml:7
    The assertion "latency" has no "threshold", so no output could be held against it.
    It takes one in milliseconds."
  `);
  expect(await faultOf(checked('regex', { value: '(' }))).toMatchInlineSnapshot(`
    "assertion/value at promptfooconfig.yaml:7
    The assertion "regex" has the value "(", so no output could be held against it.
    It takes a regular expression that JavaScript knows."
  `);
  expect(await faultOf(checked('is-json', { value: { type: 'object', requird: ['a'] } }))).toMatchInlineSnapshot(`
    "assertion/value at promptfooconfig.yaml:7
    The assertion "is-json" has the value {"type":"object","requird":["a"]}, so no output could be held against it.
    It takes a JSON schema of draft 7 whose patterns and formats are known here; the keyword "requird" is not."
  `);
  expect(await faultOf(checked('equals', { value: 'file://absent.txt' }))).toMatchInlineSnapshot(`
    "config/unreadable at promptfooconfig.yaml:7
    There is no file "…/files/absent.txt", so the value of an assertion can't be read.
    Check the path; it is relative to the file that names it."
  `);
  expect(await faultOf(checked('equals', { value: 'file://check.mjs' }))).toMatchInlineSnapshot(`
    "assertion/code at promptfooconfig.yaml:7
    The value "file://check.mjs" is made by a program, and only assertions of type "javascript" run one.
    Write the value itself, or check it with "javascript" and --allow-code."
  `);
  expect(await faultOf(checked('equals', { value: 'file://value.csv' }))).toMatchInlineSnapshot(`
    "assertion/value at promptfooconfig.yaml:7
    The value "file://value.csv" is a file of a kind that promptfoo takes no value from, so there is nothing to hold an output against.
    Take .txt, .json, .yaml or .yml."
  `);
});

test('equal words are equal questions, whatever the order of keys; what a row fills in is in the reading alone', async () => {
  const one = await checked('equals', { value: { a: 1, b: '{{ x }}' } });
  const other = await checked('equals', { value: { b: '{{ x }}', a: 1 } });
  expect(one.words).toBe(other.words);
  const [ada, bob] = await Promise.all(
    ['Ada', 'Bob'].map(async (name) => checked('equals', { value: '{{ name }}' }, { vars: { name } })),
  );
  expect(ada?.words).toBe(bob?.words);
  expect(ada?.reading).not.toBe(bob?.reading);
});
