import type { Checked, Made } from '../assertion.ts';
import { beside } from '../config/source.ts';
import { Fault } from '../fault.ts';
import { isObject } from '../judges/json.ts';
import { quote, show } from '../wording/quote.ts';
import { inlineFunction } from './inline-function.ts';
import { readOnce } from './read-once.ts';
import { scriptFunction, type Grader } from './script.ts';
import { isScript, valueFor } from './value.ts';
import { voteOf, type Finding } from './vote.ts';
import { inOrder } from './words.ts';
import type { AssertedRow, AssertionTerms, Written } from './written.ts';

/**
 * `javascript`: an expression, the body of a function, or a file's function, handed the output and what there is around it. It answers with
 * true or false, a score (above 0 passes, or from the threshold up), or `{pass, score, reason}`. Whatever it throws, the ballot has failed:
 * a check that breaks says nothing of the output. Code of a config runs only where the user allowed it.
 */
export const javascript = async (
  written: Written,
  row: AssertedRow,
  terms: AssertionTerms,
): Promise<Checked & { readonly reading: string }> => {
  const { value, inverse, threshold, config, folder, where } = written;
  if (!terms.allowCode) throw notAllowed(where);
  const isFile = typeof value === 'string' && value.startsWith('file://') && isScript(value);
  const code = isFile
    ? await textOf(value, { folder, where }, terms)
    : expression(await valueFor(written, row, terms), where);
  const grader = isFile ? await scriptFunction(value, { folder, where }) : inlineFunction(code, { folder, where });
  return {
    kind: 'checked',
    reading: inOrder(['javascript', inverse, threshold, code, config, row]),
    check: async (made) => {
      const answer: unknown = await grader(made.text, contextOf(made, row, config));
      return voteOf(findingOf(answer, threshold), inverse);
    },
  };
};

type Place = Pick<Written, 'folder' | 'where'>;

const textOf = async (value: string, { folder, where }: Place, terms: AssertionTerms): Promise<string> =>
  readOnce(
    beside(folder, value.replace(/(\.\w+):[^/\\]*$/, '$1')),
    { code: 'config/unreadable', role: 'the code of an assertion', where },
    terms,
  );

const expression = (value: unknown, where: string): string => {
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new Fault(
    'assertion/value',
    `The "javascript" has the value ${show((JSON.stringify(value) ?? 'nothing').slice(0, 200), 60)}, but takes code as text, or a file.\nWrite an expression about \`output\`, or file://check.js.`,
    { where },
  );
};

/** What promptfoo hands to code beside the output, as far as it is known here. */
const contextOf = (
  { text, latencyMs, usd }: Made,
  { vars, prompt }: AssertedRow,
  config: unknown,
): Parameters<Grader>[1] => ({
  // A copy, so that no check changes what the next one reads.
  vars: structuredClone(vars),
  prompt,
  test: { vars: structuredClone(vars) },
  ...(config === undefined || config === null ? {} : { config: structuredClone(config) }),
  providerResponse: { output: text, latencyMs: latencyMs ?? undefined, cost: usd ?? undefined },
});

const findingOf = (answer: unknown, threshold: number | null): Finding => {
  if (typeof answer === 'boolean') return { passes: answer, score: answer ? 1 : 0, reason: '' };
  if (typeof answer === 'number' && !Number.isNaN(answer)) {
    const passes = threshold === null ? answer > 0 : answer >= threshold;
    return { passes, score: answer, reason: '' };
  }
  if (isObject(answer)) {
    const { pass, score, reason } = answer;
    if (typeof pass === 'boolean' && typeof score === 'number' && typeof reason === 'string')
      return { passes: pass, score, reason };
  }
  throw new TypeError(
    `the code answered ${show((JSON.stringify(answer) ?? 'nothing').slice(0, 200), 80)}; it takes true or false, a number, or { pass, score, reason }`,
  );
};

const notAllowed = (where: string): Fault =>
  new Fault(
    'assertion/code',
    `An assertion is ${quote('javascript')}: it runs code of the config on this machine, and a config may come from anywhere.\nRead the code; then run again with --allow-code.`,
    { where },
  );
