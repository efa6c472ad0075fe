/** A value on a criterion's scale: a label, a level or a score. Booleans are the labels `true` and `false`. */
export type Value = string | number;

/** What came back for one slot. Only a cast vote has a value; the other three are outcomes, never values. */
export type Vote =
  | { readonly kind: 'cast'; readonly value: Value; readonly score?: number; readonly rationale?: string }
  | { readonly kind: 'abstained'; readonly rationale?: string } // the judge declined to judge
  | { readonly kind: 'invalid' } // a reply came, with no legal value in it
  | { readonly kind: 'failed' }; // no reply, after every retry

export type Outcome = Vote['kind'];

/** One ballot: who voted on what, and what came back. `sample` counts the judge's answers to this question from 0. */
export type Ballot = { readonly judge: string; readonly sample: number; readonly vote: Vote };

/** How many ballots ended in which way. */
export type OutcomeCounts = Readonly<Record<Outcome, number>>;

/** The vote without the judge's reason. */
export const withoutRationale = (vote: Vote): Vote => {
  if (vote.kind === 'abstained') return { kind: 'abstained' };
  if (vote.kind !== 'cast' || vote.rationale === undefined) return vote;
  const { rationale: _, ...rest } = vote;
  return rest;
};
