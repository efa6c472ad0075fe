import type { Experiment } from '../experiment.ts';
import type { DataRow } from '../row.ts';
import type { Ask, Slot } from '../slot.ts';
import { judgePart, keyFor } from './key.ts';
import { promptsOf } from './prompts.ts';
import { questionsOf } from './question.ts';

export { generatorAsk } from './output.ts';

/** What asking needs beside the experiment: `outputOf` gives outputs that a generator wrote, and `salt` keeps runs apart. */
export type AskWorld = { readonly outputOf: (row: number) => string | null; readonly salt: string };

/**
 * Makes slots ready to be asked. Deterministic: a slot has one key, whoever asks and when. What the ballots of a row share is made once,
 * so slots are best asked for row by row.
 */
export const asker = (experiment: Experiment, { outputOf, salt }: AskWorld): ((slot: Slot) => Ask) => {
  const { rows, criteria, judges, rubric, answerPrompts } = experiment;
  const questionOf = questionsOf(experiment);
  const promptFor = promptsOf();
  const first = rubric?.variants[0].id ?? answerPrompts[0]?.id ?? null;
  // By the wording's name and not its words: two wordings that read the same have a ballot each.
  const parts = judges.map(({ name, variant, spec, sampling }) => judgePart(name, variant ?? first, spec, sampling));

  return (slot) => {
    const [row, criterion, judge] = [rows[slot.row], criteria[slot.criterion], judges[slot.judge]];
    if (row === undefined || criterion === undefined || judge === undefined) {
      throw new RangeError(`the experiment has no slot ${JSON.stringify(slot)}`);
    }
    const question = questionOf(slot.criterion, judge, row);
    const output = criterion.kind !== 'answer' ? outputFor(row, () => outputOf(slot.row)) : null;
    const { messages, asked, inputTokens } = promptFor(slot.row, row, question, output);
    const who = { salt, row: row.id, criterion: criterion.id, judge: parts[slot.judge] ?? '' };
    return {
      slot,
      request: {
        id: keyFor({ ...who, asked, sample: slot.sample }),
        errand: { row: row.id, criterion: criterion.id, judge: judge.id, sample: slot.sample },
        messages,
        sampling: judge.sampling,
        schema: question.schema,
      },
      inputTokens,
      read: question.read,
    };
  };
};

const outputFor = ({ id, output }: DataRow, sampled: () => string | null): string | null => {
  if (output.kind === 'none') return null;
  const text = output.kind === 'given' ? output.text : sampled();
  // A judge who is shown no output would judge something all the same.
  if (text === null) throw new RangeError(`the output of row "${id}" is not there yet, so it can't be judged`);
  return text;
};
