import type { Graded } from '../assertion.ts';
import { invalid, unfinished } from '../judges/unfinished.ts';
import type { ModelReply } from '../model.ts';
import type { Reading } from '../slot.ts';
import { judgePrompt } from './judge-prompt.ts';
import { textFor } from './text-for.ts';
import { readingOf, saying } from './vote.ts';
import { closedQaPrompt } from './wire-prompts.ts';
import type { AssertedRow, AssertionTerms, Written } from './written.ts';

/**
 * `model-graded-closedqa`: does the output meet a criterion? The judge reasons, and ends with Y or N. promptfoo takes no notice of "not-"
 * here, and takes any reply that doesn't end with a Y for a no; this does neither.
 */
export const closedQa = async (written: Written, row: AssertedRow, terms: AssertionTerms): Promise<Graded> => {
  const criteria = await textFor(written, row, terms);
  const shown = { fixed: { input: row.prompt, criteria }, output: 'completion' };
  const { inverse, graders } = written;
  return {
    kind: 'graded',
    graders,
    put: await judgePrompt(written, closedQaPrompt, shown, row, terms),
    read: readClosedQa(inverse),
    says: saying('Y', 'N', inverse),
  };
};

export const readClosedQa =
  (inverse: boolean) =>
  (reply: ModelReply): Reading => {
    const broken = unfinished(reply);
    if (broken !== null) return invalid(broken);
    // As a letter of its own: "it doesn't meet it in ANY way" says no more than it says.
    const last = /(?<![\p{L}\p{N}])[YN]$/u.exec(reply.text.trimEnd())?.[0];
    if (last === undefined) return invalid('no Y or N at the end');
    const passes = last === 'Y';
    const reason = reply.text.replace(/(?:\s*(?<![\p{L}\p{N}])[YN])+\s*$/u, '');
    return readingOf({ passes, score: passes ? 1 : 0, reason }, inverse);
  };
