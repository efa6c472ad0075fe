import { expect, test } from 'vitest';
import { rowsOf } from '../../src/vitest/outputs.ts';

const real = { vars: {}, rehearse: false };
const ids = (...told: Parameters<typeof rowsOf>): readonly string[] => rowsOf(...told).map(({ id }) => id);

test('An output is called by its content, wherever it stands, and the second of two equal ones is one of its own', () => {
  const [only] = ids('Hello.', real);
  expect(ids(['Goodbye.', 'Hello.'], real)[1]).toBe(only);
  expect(ids(['Hello.', 'Hello.'], real)).toEqual([only, `${only}-2`]);
  expect(ids('Hello.', { ...real, vars: { b: 1, a: 2 } })).toEqual(ids('Hello.', { ...real, vars: { a: 2, b: 1 } }));
  expect(ids('Hello.', { ...real, vars: { a: 1 } })).not.toEqual([only]);
  expect(ids({ output: 'Hello.', id: 'mine' }, real)).toEqual(['mine']);
});

test('Gold changes what is asked in a rehearsal alone, where the judges are told it', () => {
  const output = (tone: string) => ({ output: 'Hello.', gold: { tone } });
  expect(ids(output('pass'), real)).toEqual(ids(output('fail'), real));
  expect(ids(output('pass'), { ...real, rehearse: true })).not.toEqual(
    ids(output('fail'), { ...real, rehearse: true }),
  );
});

test("An output's own variables come before those of the call", () => {
  const outputs = ['Hello.', { output: 'Hello.', vars: { question: 'Own?' } }];
  const rows = rowsOf(outputs, { vars: { question: 'All?', policy: 'None.' }, rehearse: false });
  expect(rows.map(({ vars }) => vars)).toEqual([
    { question: 'All?', policy: 'None.' },
    { question: 'Own?', policy: 'None.' },
  ]);
  expect(rows.map(({ called }) => called)).toEqual(['outputs[0]', 'outputs[1]']);
});

test.for([
  { outputs: undefined, says: /the output is undefined/ },
  { outputs: 42, says: /the output is number/ },
  { outputs: { output: { a: 1 } }, says: /the output is an object/ },
  { outputs: ['Hello.', { output: undefined }], says: /outputs\[1\] is undefined/ },
  { outputs: [null], says: /outputs\[0\] is null/ },
])('$outputs is no text to judge, and that is said before anything is asked', ({ outputs, says }) => {
  expect(() => rowsOf(outputs as never, { vars: {}, rehearse: false })).toThrow(says);
});
