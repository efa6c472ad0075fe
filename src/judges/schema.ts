import type { Value } from '../ballot.ts';
import type { ReplySchema } from '../model.ts';
import type { JudgeCriterion, Variant } from '../rubric.ts';

/**
 * The form of a judge's reply: flat, closed and without bounds, since both providers drop or refuse those; the bounds of an interval are
 * checked when the reply is read. The reason stands first, so that a model that does not reason beforehand reasons before its verdict.
 */
export const replySchema = (criterion: JudgeCriterion, order: Variant['levels']): ReplySchema => ({
  name: 'ballot',
  schema: {
    type: 'object',
    properties: {
      reason: { type: 'string', description: 'Why, in one to three sentences.' },
      abstain: { type: 'boolean', description: 'True only if the material leaves the criterion undecidable.' },
      verdict: verdictSchema(legalValues(criterion, order)),
    },
    required: ['reason', 'abstain', 'verdict'],
    additionalProperties: false,
  },
});

/** The values that a verdict may have, in the order that the variant lists them; null where any number or text may stand. */
export const legalValues = (
  { scale, levels }: JudgeCriterion,
  order: Variant['levels'],
): readonly Value[] | 'number' | 'text' => {
  if (scale.kind === 'interval') return 'number';
  const declared = scale.kind === 'ordinal' ? scale.levels : scale.labels;
  const values = declared ?? levels.map(({ value }) => value);
  if (values.length === 0) return 'text';
  return order === 'reversed' ? values.toReversed() : values;
};

const verdictSchema = (legal: readonly Value[] | 'number' | 'text'): object => {
  if (legal === 'number') return { type: 'number' };
  if (legal === 'text') return { type: 'string' };
  const texts = legal.filter((value) => typeof value === 'string');
  const numbers = legal.filter((value) => typeof value === 'number');
  const ofTexts = { type: 'string', enum: texts };
  const ofNumbers = { type: numbers.every(Number.isInteger) ? 'integer' : 'number', enum: numbers };
  if (numbers.length === 0) return ofTexts;
  return texts.length === 0 ? ofNumbers : { anyOf: [ofTexts, ofNumbers] };
};
