import type { Assertion, Checked, Graded } from '../assertion.ts';
import { meant } from '../config/legal.ts';
import { Fault } from '../fault.ts';
import { quote } from '../wording/quote.ts';
import { check } from './check.ts';
import { closedQa } from './closed-qa.ts';
import { factuality } from './factuality.ts';
import { gEval } from './g-eval.ts';
import { checkedTypes, gradedTypes, refusedTypes, type CheckedType, type GradedType } from './kinds.ts';
import { llmRubric } from './llm-rubric.ts';
import { inOrder } from './words.ts';
import type { AssertedRow, AssertionTerms, Written } from './written.ts';

/**
 * One of promptfoo's assertions made ready for one row: a judge's question, or a check. Files are read, templates rendered and code loaded
 * here, so that what is wrong with them is a `Fault` before anything is sent.
 */
export const makeAssertion = async (written: Written, row: AssertedRow, terms: AssertionTerms): Promise<Assertion> => {
  const { type } = checkType(written.type, written.where);
  if (isChecked(type)) return { words: wordsOf(written), ...(await check(type, written, row, terms)) };
  return { words: wordsOf(written), reading: readingOf(written), ...(await graded[type](written, row, terms)) };
};

export type KnownType = {
  readonly type: GradedType | CheckedType;
  readonly kind: (Graded | Checked)['kind'];
  readonly inverse: boolean;
};

/** A type as a config writes it, "not-" and all: which it is. One that is refused or unknown is a `Fault`. */
export const checkType = (written: string, where: string): KnownType => {
  const inverse = written.startsWith('not-');
  const name = inverse ? written.slice('not-'.length) : written;
  const type = [...gradedTypes, ...checkedTypes].find((known) => known === name);
  if (type !== undefined) return { type, kind: isChecked(type) ? 'checked' : 'graded', inverse };
  const refused = refusedTypes.find(({ types }) => types.some((pattern) => matches(name, pattern)));
  throw new Fault(
    'assertion/type',
    refused === undefined
      ? `${quote(written)} is no type of assertion, so nothing would be asserted.\n${meant(
          written,
          everyName.map((each) => (inverse ? `not-${each}` : each)),
        )}`
      : `An assertion of type ${quote(written)} can't be run by a panel: ${refused.why}.\n${refused.remedy}`,
    { where },
  );
};

type Grading = (written: Written, row: AssertedRow, terms: AssertionTerms) => Promise<Graded>;

const graded: Readonly<Record<GradedType, Grading>> = {
  'llm-rubric': llmRubric,
  factuality,
  'model-graded-factuality': factuality,
  'model-graded-closedqa': closedQa,
  'g-eval': gEval,
};

const isChecked = (type: GradedType | CheckedType): type is CheckedType => checkedTypes.some((each) => each === type);

const matches = (name: string, pattern: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/** Names that may have been meant, those that are refused too: then the next message says why. */
const everyName: readonly string[] = [
  ...gradedTypes,
  ...checkedTypes,
  'assert-set',
  ...refusedTypes.flatMap(({ types }) => types.filter((each) => !each.endsWith('*'))),
];

const wordsOf = ({ type, inverse, value, threshold, rubricPrompt, factuality, config }: Written): string =>
  inOrder({ type: inverse ? `not-${type}` : type, value, threshold, rubricPrompt, factuality, config });

const readingOf = ({ type, inverse, threshold, factuality: scores }: Written): string =>
  inOrder([type, inverse, threshold, type.endsWith('factuality') ? scores : null]);
