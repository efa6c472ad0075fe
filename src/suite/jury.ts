import { inside, type Source } from '../config/source.ts';

/** Judges who answer one question together: `needed` of `size` have to pass it. `share` is as written; null where all have to. */
export type Jury = { readonly size: number; readonly needed: number; readonly share: number | null };

/**
 * A set whose members ask the same of different models is a jury, which is how promptfoo's guide has several judges vote. Null where the
 * set is anything else.
 */
export const juryOf = (
  members: readonly Source[],
  graders: readonly (readonly Source[])[],
  share: number,
): Omit<Jury, 'share'> | null => {
  if (members.length < 2) return null;
  const questions = new Set(members.map(questionIn));
  const models = new Set(graders.map((each) => JSON.stringify(each[0]?.value ?? null)));
  if (questions.size > 1 || models.size < members.length || graders.some((each) => each.length === 0)) return null;
  return { size: members.length, needed: Math.max(1, Math.ceil(share * members.length - 1e-9)) };
};

/** All that an assertion says but for who judges it and what it is called. */
const questionIn = (member: Source): string =>
  JSON.stringify(
    ['type', 'value', 'threshold', 'rubricPrompt', 'config', 'weight'].map(
      (key) => inside(member, [key]).value ?? null,
    ),
  );

/** What is said of a jury: how it votes, and what promptfoo would have made of it. */
export const juryNote = (criterion: string, { size, needed, share }: Jury, decidedBy: string | null): string =>
  `The ${size} assertions of the set behind "${criterion}" ask different judges the same, so they are one criterion with a jury: ${
    decidedBy === null
      ? `it passes with ${needed} of ${size} votes`
      : `${decidedBy} decides, where the set asks for ${needed} of ${size}`
  }. promptfoo would have ${
    share === null
      ? 'let it pass if all of them pass'
      : `compared the mean of their scores with ${share}, to which judges that fail it add their scores too`
  }, and counted a judge's error as a fail.`;
