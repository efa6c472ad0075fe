import type { Graded } from '../assertion.ts';
import { Fault } from '../fault.ts';
import { isObject, type JsonObject } from '../judges/json.ts';
import type { ModelReply } from '../model.ts';
import type { Reading } from '../slot.ts';
import { show } from '../wording/quote.ts';
import { readAnswer } from './answers-in.ts';
import { judgePrompt } from './judge-prompt.ts';
import { valueFor } from './value.ts';
import { saying, type Finding } from './vote.ts';
import { rubricPrompt } from './wire-prompts.ts';
import type { AssertedRow, AssertionTerms, Written } from './written.ts';

/**
 * `llm-rubric`: does the output meet these words? With a threshold, a judge that says pass has to give a score that reaches it. Where
 * promptfoo takes a reply without `pass` for a yes, here it is invalid.
 */
export const llmRubric = async (written: Written, row: AssertedRow, terms: AssertionTerms): Promise<Graded> => {
  const rubric = checked(await valueFor(written, row, terms), written);
  const put = await judgePrompt(written, rubricPrompt, { fixed: { rubric }, output: 'output' }, row, terms);
  const { threshold, inverse, graders } = written;
  const says = (pass: boolean, score: number): string =>
    JSON.stringify({ reason: pass ? 'It does.' : "It doesn't.", pass, score });
  return {
    kind: 'graded',
    graders,
    put,
    read: readLlmRubric(threshold, inverse),
    says: saying(says(true, Math.max(1, threshold ?? 1)), says(false, 0), inverse),
  };
};

/** Reads pass, score and reason from a reply. */
export const readLlmRubric = (threshold: number | null, inverse: boolean): ((reply: ModelReply) => Reading) =>
  readAnswer('pass', (answer) => findingOf(answer, threshold), inverse);

/** What one object says; a text: why it says nothing. */
const findingOf = (answer: JsonObject, threshold: number | null): Finding | string => {
  const passes = truth(answer['pass']);
  if (passes === null) return `"pass" is neither true nor false: ${shown(answer['pass'])}`;
  const told = numberIn(answer['score']);
  if (threshold !== null && passes && told === null) return `no score, where ${threshold} is asked for`;
  const score = told ?? (passes ? 1 : 0);
  const reason = typeof answer['reason'] === 'string' ? answer['reason'] : '';
  return { passes: passes && (threshold === null || score >= threshold), score, reason };
};

/** The words that promptfoo takes for a yes, and their opposites. To promptfoo every other word is a no. */
const truth = (said: unknown): boolean | null => {
  if (typeof said === 'boolean') return said;
  if (typeof said !== 'string') return null;
  if (/^(?:true|yes|pass|y)$/i.test(said)) return true;
  return /^(?:false|no|fail|n)$/i.test(said) ? false : null;
};

const numberIn = (said: unknown): number | null => {
  const number = typeof said === 'string' && said.trim() !== '' ? Number(said) : said;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
};

const shown = (said: unknown): string => show((JSON.stringify(said) ?? '').slice(0, 200), 40);

/** A text or an object, as promptfoo takes it; null where the prompt brings its own words. */
const checked = (value: unknown, { where, rubricPrompt: prompt }: Written): unknown => {
  if (typeof value === 'string' || isObject(value) || Array.isArray(value)) return value;
  const isAbsent = value === undefined || value === null;
  if (isAbsent && prompt !== null && prompt !== undefined) return '';
  throw new Fault(
    'assertion/value',
    isAbsent
      ? 'The "llm-rubric" has no "value", so a judge wouldn\'t know what to judge by.\nWrite what the output has to be like.'
      : `The "llm-rubric" has the value ${shown(value)}, which says nothing to a judge.\nWrite what the output has to be like, as text.`,
    { where },
  );
};
