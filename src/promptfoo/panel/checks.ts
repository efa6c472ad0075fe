import { answersIn } from '../../assertions/answers-in.ts';
import { readClosedQa } from '../../assertions/closed-qa.ts';
import { readFactuality, scoresOf } from '../../assertions/factuality.ts';
import { readLlmRubric } from '../../assertions/llm-rubric.ts';
import { textAt } from '../../judges/json.ts';
import type { ModelReply } from '../../model.ts';
import type { Criterion } from '../../rubric.ts';
import type { Reading } from '../../slot.ts';
import type { Polled } from './poll.ts';

/** One of promptfoo's checks by a model: what its judges' replies mean, and how a verdict is told to promptfoo. */
export type Check = {
  readonly read: (reply: ModelReply) => Reading; // as "pass" or "fail"
  /** The reply that promptfoo's own reader takes for this verdict. */
  readonly say: (verdict: Decided, ballots: readonly Polled[]) => string;
};

type Decided = { readonly pass: boolean; readonly score: number; readonly reason: string };

// promptfoo turns "not-" around itself, and holds the score against a threshold; a grader is told of neither.
const rubric: Check = {
  read: readLlmRubric(null, false),
  say: ({ pass, score, reason }) => JSON.stringify({ pass, score, reason }),
};

const closedQa: Check = {
  read: readClosedQa(false),
  say: ({ pass, reason }) => `${reason}\n${pass ? 'Y' : 'N'}`,
};

/** Five categories, of which D, a disagreement, fails. A vote among all five would split what agrees, so the sides vote first. */
const factuality: Check = {
  read: readFactuality(scoresOf({ factuality: null, where: '' }), false),
  say: ({ pass, reason }, ballots) => JSON.stringify({ category: commonest(ballots, pass), reason }),
};

/** The check that a label names, or where there is no label the prompt's own form; null: one whose replies are no votes. */
export const checkOf = (label: string, prompt: string): Check | null =>
  checks.get(label === '' ? formOf(prompt) : label) ?? null;

/** All checks are voted on as pass or fail. */
export const passOrFail = (id: string): Criterion => ({
  id,
  scale: { kind: 'nominal', labels: ['pass', 'fail'] },
  declared: true,
});

const checks: ReadonlyMap<string, Check> = new Map([
  ['llm-rubric', rubric],
  ['trajectory:goal-success', rubric],
  ['model-graded-closedqa', closedQa],
  ['factuality', factuality],
]);

const formOf = (prompt: string): string => {
  if (/"category\\*"/.test(prompt)) return 'factuality';
  return /\\?"Y\\?" or \\?"N\\?"/.test(prompt) ? 'model-graded-closedqa' : 'llm-rubric';
};

/** The category that most ballots on the winning side name; of several the first in the alphabet. */
const commonest = (ballots: readonly Polled[], pass: boolean): string => {
  const counts = new Map<string, number>();
  for (const { vote, reply } of ballots) {
    if (vote.kind !== 'cast' || (vote.value === 'pass') !== pass) continue;
    const letter = categoryIn(reply ?? '');
    if (letter !== null) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  const [first] = [...counts].toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  return first?.[0] ?? (pass ? 'C' : 'D');
};

const categoryIn = (reply: string): string | null => {
  const answers = answersIn(reply, 'category');
  const said = typeof answers === 'string' ? /\(?([a-e])\)/i.exec(reply)?.[1] : textAt(answers[0], 'category');
  return said?.trim().toUpperCase() ?? null;
};
