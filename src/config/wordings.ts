import type { Judge } from '../panel.ts';

/** The wordings that a judge may be given, by name: of the rubric's prompt, and of the prompts for answers. */
export type Wordings = { readonly rubric: readonly string[]; readonly answer: readonly string[] };

/** The wordings of all that a judge is asked, each name once. */
export const wordingsFor = ({ rubric, answer }: Wordings, asks: Judge['asks']): readonly string[] => [
  ...new Set([...(asks === 'answer' ? [] : rubric), ...(asks === 'judge' ? [] : answer)]),
];

/**
 * The judges that an entry with these wordings is, none of which asks what another has asked in the same words: a wording of the rubric
 * asks the criteria and one of the answers' prompts asks the answers. Without any it is one judge, and null stands for the first wordings.
 */
export const split = (
  given: readonly string[],
  asks: Judge['asks'],
  { rubric, answer }: Wordings,
): readonly Pick<Judge, 'variant' | 'asks'>[] => {
  if (given.length === 0) return [{ variant: null, asks }];
  if (asks !== 'both' || rubric.length === 0 || answer.length === 0) return given.map((variant) => ({ variant, asks }));
  // What no wording was named for is asked once, by the entry's first judge, in its own first wording.
  const [ofRubric, ofAnswer] = [rubric, answer].map((names) => {
    const own = given.filter((variant) => names.includes(variant));
    return new Set(own.length === 0 ? given.slice(0, 1) : own);
  });
  return given.map((variant) => ({
    variant,
    asks: !ofRubric?.has(variant) ? 'answer' : !ofAnswer?.has(variant) ? 'judge' : 'both',
  }));
};
