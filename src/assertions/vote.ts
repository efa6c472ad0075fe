import type { Vote } from '../ballot.ts';
import type { Reading } from '../slot.ts';

/** What an assertion says about an output: whether it holds, with the score and the reason where there are any. */
export type Finding = { readonly passes: boolean; readonly score: number; readonly reason: string };

/** A finding as a vote on the labels `pass` and `fail`; "not-" turns it around, and its score with it. Scores are held to 0–1, the range that promptfoo promises. */
export const voteOf = ({ passes, score, reason }: Finding, inverse: boolean): Vote => {
  const within = Math.min(1, Math.max(0, score));
  const rationale = reason.trim() === '' ? {} : { rationale: reason.trim() };
  return {
    kind: 'cast',
    value: passes === inverse ? 'fail' : 'pass',
    score: inverse ? 1 - within : within,
    ...rationale,
  };
};

/** As `voteOf`, for a judge's reply. */
export const readingOf = (finding: Finding, inverse: boolean): Reading => ({
  vote: voteOf(finding, inverse),
  cause: null,
});

/** The replies by which a simulated judge says pass and fail: those of the question itself, turned around by "not-". */
export const saying = (
  holds: string,
  fails: string,
  inverse: boolean,
): { readonly pass: string; readonly fail: string } =>
  inverse ? { pass: fails, fail: holds } : { pass: holds, fail: fails };
