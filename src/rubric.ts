import type { Assertion } from './assertion.ts';
import type { Value } from './ballot.ts';

/**
 * A criterion's scale (Stevens 1946): which values are legal, whether they have an order, whether their distances mean something.
 * It decides which rules and which agreement coefficients are legal.
 */
export type Scale =
  | { readonly kind: 'nominal'; readonly labels: readonly Value[] | null }
  | { readonly kind: 'ordinal'; readonly levels: readonly Value[] }
  | { readonly kind: 'interval'; readonly min: number; readonly max: number };

/** One question of the rubric. `declared` is false when the scale was inferred from the ballots. */
export type Criterion = { readonly id: string; readonly scale: Scale; readonly declared: boolean };

/** A judged example that the prompt shows: an output, the right value, and why. */
export type Example = { readonly output: string; readonly value: Value; readonly reason: string };

/** A criterion about an output, as a judge is asked it. `levels` say what the values mean. */
export type JudgeCriterion = Criterion & {
  readonly kind: 'judge';
  readonly instructions: string;
  readonly levels: readonly { readonly value: Value; readonly means: string }[];
  readonly examples: readonly Example[];
};

/** How the answer is read from a reply to the row's own question. */
export type Extraction =
  | { readonly kind: 'label'; readonly labels: readonly string[] }
  | { readonly kind: 'number' }
  | { readonly kind: 'regex'; readonly pattern: string; readonly flags: string } // the first group, or the whole match
  | { readonly kind: 'json'; readonly field: string } // a path such as `result.answer`
  | { readonly kind: 'lastLine' };

/** The row's own question, answered by the panel; gold is the expected answer. */
export type AnswerCriterion = Criterion & {
  readonly kind: 'answer';
  readonly extract: Extraction;
  readonly matchCase: boolean;
};

/** What a promptfoo config asserts, as a question: a row may have words of its own for it, or not be asked at all. By row id. */
export type AssertedCriterion = Criterion & {
  readonly kind: 'assertion';
  readonly on: ReadonlyMap<string, Assertion>;
};

/** What a judge is asked. */
export type AskedCriterion = JudgeCriterion | AnswerCriterion | AssertedCriterion;

/** A wording of the judge's prompt: what stands before the criterion, and the order in which its levels are listed. */
export type Variant = { readonly id: string; readonly preface: string; readonly levels: 'given' | 'reversed' };

/** The criteria that outputs are judged by. `inputs` are the columns that a judge is shown beside the output. */
export type Rubric = {
  readonly name: string;
  readonly description: string;
  readonly conventions: string;
  readonly inputs: readonly string[];
  readonly variants: readonly [Variant, ...Variant[]];
  readonly criteria: readonly JudgeCriterion[];
};
