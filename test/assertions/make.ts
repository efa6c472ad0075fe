import { join } from 'node:path';
import type { Assertion, Checked, Graded } from '../../src/assertion.ts';
import { makeAssertion } from '../../src/assertions/make-assertion.ts';
import type { AssertedRow, AssertionTerms, Written } from '../../src/assertions/written.ts';
import { Fault } from '../../src/fault.ts';

/** An assertion as line 7 of a config says it, with a type as it is written there. */
export const written = (type: string, over: Partial<Written> = {}): Written => ({
  type: type.replace(/^not-/, ''),
  inverse: type.startsWith('not-'),
  value: undefined,
  threshold: null,
  rubricPrompt: null,
  factuality: null,
  config: null,
  graders: null,
  folder: join(import.meta.dirname, 'files'),
  where: 'promptfooconfig.yaml:7',
  ...over,
});

export const row: AssertedRow = { vars: {}, prompt: 'the prompt' };
export const terms: AssertionTerms = { allowCode: true, env: { PLANET: 'Mars' } };

export const graded = async (
  type: string,
  over: Partial<Written> = {},
  on: Partial<AssertedRow> = {},
): Promise<Graded & Assertion> => {
  const made = await makeAssertion(written(type, over), { ...row, ...on }, { ...terms, allowCode: false });
  if (made.kind !== 'graded') throw new TypeError(`${type} is checked by code`);
  return made;
};

export const checked = async (
  type: string,
  over: Partial<Written> = {},
  on: Partial<AssertedRow> = {},
): Promise<Checked & Assertion> => {
  const made = await makeAssertion(written(type, over), { ...row, ...on }, terms);
  if (made.kind !== 'checked') throw new TypeError(`${type} is put to judges`);
  return made;
};

/** An output of which nothing was measured. */
export const output = (text: string) => ({ text, latencyMs: null, usd: null });

/** The fault that a promise ends in, as a user sees it, with its code and its place. */
export const faultOf = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof Fault)) throw new TypeError('no fault', { cause: error });
  return `${error.code} at ${error.where ?? '?'}\n${error.message}`.replaceAll(import.meta.dirname, '…');
};
