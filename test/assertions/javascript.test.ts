import { describe, expect, test } from 'vitest';
import { makeAssertion } from '../../src/assertions/make-assertion.ts';
import { checked, faultOf, output, row, terms, written } from './make.ts';

const vote = async (value: string, text = 'x', type = 'javascript') => {
  const { check } = await checked(type, { value }, { vars: { list: [1] } });
  return check(output(text));
};

test('without --allow-code nothing of a config runs', async () => {
  const marked = 'globalThis.ran = true';
  for (const value of [marked, `{{ ''.constructor.constructor("${marked}")() }}`, 'file://check.mjs']) {
    const made = makeAssertion(written('javascript', { value }), row, { ...terms, allowCode: false });
    expect(await faultOf(made)).toBe(
      'assertion/code at promptfooconfig.yaml:7\nAn assertion is "javascript": it runs code of the config on this machine, and a config may come from anywhere.\nRead the code; then run again with --allow-code.',
    );
  }
  await checked('javascript', { value: marked });
  expect(globalThis).not.toHaveProperty('ran'); // it is made ready, and hasn't run
});

describe('Code that breaks says nothing of the output', () => {
  test.for([
    ['JSON.parse(output)', /not valid JSON|Unexpected token/],
    ['Promise.reject(new Error("no"))', /no/],
    ['undefined', /the code answered nothing; it takes true or false/],
    ['"pass"', /the code answered "pass"/],
    ['({ pass: true })', /the code answered \{"pass":true\}/],
    ['NaN', /the code answered null/],
  ] as const)('%s', async ([value, message]) => {
    await expect(vote(value)).rejects.toThrow(message);
    await expect(vote(value, 'x', 'not-javascript')).rejects.toThrow(message);
  });

  test('also where the file of a check is at fault, or the code is none', async () => {
    const fault = async (value: unknown) => faultOf(checked('javascript', { value }));
    expect(await fault('output ===')).toMatchInlineSnapshot(`
      "assertion/code at promptfooconfig.yaml:7
      The code of an assertion can't be read as JavaScript: Unexpected token '}'.
      Correct it; code of several lines needs a "return"."
    `);
    expect(await fault('file://absent.mjs')).toMatchInlineSnapshot(`
      "config/unreadable at promptfooconfig.yaml:7
      There is no file "…/files/absent.mjs", so the code of an assertion can't be read.
      Check the path; it is relative to the file that names it."
    `);
    expect(await fault('file://named.mjs')).toMatchInlineSnapshot(`
      "assertion/code at promptfooconfig.yaml:7
      The file "file://named.mjs" exports no function by default, so there is nothing to check with.
      Export one: export default (output, context) => …, or name it: file://named.mjs:name."
    `);
    expect(await fault('file://named.mjs:lang')).toMatchInlineSnapshot(`
      "assertion/code at promptfooconfig.yaml:7
      The file "file://named.mjs" exports no function "lang", so there is nothing to check with.
      Export it by this name."
    `);
    expect(await fault(7)).toMatchInlineSnapshot(`
      "assertion/value at promptfooconfig.yaml:7
      The "javascript" has the value 7, but takes code as text, or a file.
      Write an expression about \`output\`, or file://check.js."
    `);
  });
});

test('a score and a reason are kept; "not-" turns the score around', async () => {
  const value = '({ pass: output === "x", score: 0.75, reason: "so" })';
  expect(await vote(value)).toEqual({ kind: 'cast', value: 'pass', score: 0.75, rationale: 'so' });
  expect(await vote(value, 'x', 'not-javascript')).toMatchObject({ value: 'fail', score: 0.25 });
  expect(await vote('output.length', 'long')).toEqual({ kind: 'cast', value: 'pass', score: 1 });
});

test('a check changes nothing that the next one reads', async () => {
  const value = 'context.vars.list.push(2), context.vars.list.length === 2';
  const { check } = await checked('javascript', { value }, { vars: { list: [1] } });
  expect([await check(output('x')), await check(output('x'))]).toMatchObject([{ value: 'pass' }, { value: 'pass' }]);
});

test('a changed file is another question', async () => {
  const [one, other] = await Promise.all(
    ['file://check.mjs', 'file://typed.ts'].map(async (value) => checked('javascript', { value })),
  );
  expect(one?.reading).toContain('context.vars.name');
  expect(one?.reading).not.toBe(other?.reading);
});
