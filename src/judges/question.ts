import type { Assertion } from '../assertion.ts';
import type { Experiment } from '../experiment.ts';
import type { Message, ModelReply, ReplySchema } from '../model.ts';
import type { Judge } from '../panel.ts';
import type { DataRow } from '../row.ts';
import type { AnswerCriterion, JudgeCriterion } from '../rubric.ts';
import type { Reading } from '../slot.ts';
import { readAnswer } from './answer.ts';
import type { Datum } from './fence.ts';
import { judgePrompt } from './prompt.ts';
import { readVerdict } from './reply.ts';
import { replySchema } from './schema.ts';
import { invalid } from './unfinished.ts';

/** One criterion in one wording: how it is put to a row, and how the reply is read. */
export type Question = {
  readonly put: (row: DataRow, output: string | null) => readonly Message[];
  readonly schema: ReplySchema | null;
  readonly read: (reply: ModelReply) => Reading;
  readonly reading: unknown; // what the words don't say of how the reply is read
};

/**
 * The question of each criterion, by the wording that a judge was given; a wording that is not the criterion's own means its first. A row
 * may have its own words for what is asserted.
 */
export const questionsOf = (experiment: Experiment): ((criterion: number, judge: Judge, row: DataRow) => Question) => {
  const wordings = experiment.criteria.map((criterion) => {
    switch (criterion.kind) {
      case 'judge':
        return judgeQuestions(experiment, criterion);
      case 'answer':
        return answerQuestions(experiment, criterion);
      case 'assertion':
        return null;
    }
  });
  const asserted = new WeakMap<Assertion, Question>();
  return (criterion, { variant }, row) => {
    const of = wordings[criterion];
    if (of === null) {
      const assertion = assertionOn(experiment, criterion, row);
      const known = asserted.get(assertion) ?? assertedQuestion(assertion);
      asserted.set(assertion, known);
      return known;
    }
    // A judge that does both may be given a wording of one alone; no other judge of its entry asks the rest then.
    const question = of?.get(variant ?? '') ?? of?.values().next().value;
    if (question === undefined) throw new RangeError(`criterion ${criterion} has no wording to be asked in`);
    return question;
  };
};

const judgeQuestions = ({ rubric }: Experiment, criterion: JudgeCriterion): Map<string, Question> => {
  const read = readVerdict(criterion.scale);
  return new Map(
    (rubric?.variants ?? []).map((variant): [string, Question] => {
      const prompt = judgePrompt(criterion, { conventions: rubric?.conventions ?? '' }, variant);
      const inputs = rubric?.inputs ?? [];
      const put = (row: DataRow, output: string | null) => prompt(dataOf(row, inputs, output));
      return [variant.id, { put, schema: replySchema(criterion, variant.levels), read, reading: null }];
    }),
  );
};

const answerQuestions = ({ answerPrompts }: Experiment, criterion: AnswerCriterion): Map<string, Question> => {
  const read = readAnswer(criterion);
  const reading = [criterion.extract, criterion.matchCase, criterion.scale];
  return new Map(
    answerPrompts.map(({ id, render }): [string, Question] => [
      id,
      { put: (row) => [{ role: 'user', content: render(row.vars) }], schema: null, read, reading },
    ]),
  );
};

const assertionOn = ({ criteria }: Experiment, at: number, { id }: DataRow): Assertion => {
  const criterion = criteria[at];
  const found = criterion?.kind === 'assertion' ? criterion.on.get(id) : undefined;
  if (found === undefined) throw new RangeError(`row "${id}" is not asked criterion ${at}`);
  return found;
};

/** What code checks is no question to a model: its words are the output alone, for the ballot's key. */
const assertedQuestion = (assertion: Assertion): Question => ({
  put: (_, output) =>
    assertion.kind === 'graded' ? assertion.put(output ?? '') : [{ role: 'user', content: output ?? '' }],
  schema: null,
  read: assertion.kind === 'graded' ? assertion.read : () => invalid('code is no reply'),
  reading: assertion.reading,
});

const dataOf = (row: DataRow, inputs: readonly string[], output: string | null): Datum[] => [
  ...inputs.map((name) => ({ name, text: row.vars[name] ?? '' })),
  ...(output === null ? [] : [{ name: 'output', text: output }]),
];
