import { Fault } from '../fault.ts';
import type { Judge } from '../panel.ts';
import type { AskedCriterion } from '../rubric.ts';
import { quote } from '../wording/quote.ts';
import type { ReadAnswer } from './answer.ts';
import { requireGold, type Gold } from './gold.ts';
import { checkVariables } from './prompts.ts';
import { seatsOn } from './quorum.ts';
import { requireColumn, type RowColumns } from './rows.ts';
import type { ReadRubric } from './rubric.ts';
import type { Table } from './table.ts';

/** All that the panel is asked: the rubric's criteria, then the answer's. */
export const criteriaOf = (
  rubric: ReadRubric | null,
  answer: ReadAnswer | null,
  where: string,
): readonly AskedCriterion[] => {
  const judged = rubric?.rubric.criteria ?? [];
  if (answer === null) return judged;
  if (judged.some(({ id }) => id === answer.criterion.id))
    throw new Fault(
      'config/value',
      `A criterion of the rubric and the answer are both called ${quote(answer.criterion.id)}, so their ballots couldn't be told apart.\nGive the answer another name: answer: {id: …}.`,
      { where },
    );
  return [...judged, answer.criterion];
};

/** Where the gold of each criterion stands. Labels of given outputs say nothing of outputs that are sampled anew. */
export const goldsOf = (rubric: ReadRubric | null, answer: ReadAnswer | null, labelled: boolean): readonly Gold[] => [
  ...(rubric?.gold ?? []).map((gold) => ({ ...gold, holds: labelled })),
  ...(answer === null || answer.gold === null ? [] : [{ ...answer.gold, criterion: answer.criterion, holds: true }]),
];

/** Checks that the data set has what the questions need, and that no question tells its own answer. */
export const checkQuestions = (
  {
    rubric,
    answer,
    golds,
  }: { readonly rubric: ReadRubric | null; readonly answer: ReadAnswer | null; readonly golds: readonly Gold[] },
  { columns, entries }: Table,
  rows: RowColumns,
): void => {
  for (const gold of golds) requireGold(gold, columns);
  for (const [at, input] of (rubric?.rubric.inputs ?? []).entries()) {
    const where = rubric?.source.where(['inputs', at]) ?? '';
    requireColumn(input, columns, 'An input of the rubric', where);
    refuseTelling(input, golds, rows, where);
  }
  if (answer === null) return;
  checkVariables(answer.prompts, columns);
  // Rendered once here, so that no prompt breaks on a row in the middle of a run.
  for (const prompt of answer.prompts) for (const { vars } of entries) prompt.render(vars);
};

/** Checks that somebody is asked every criterion. */
export const checkAsked = (criteria: readonly AskedCriterion[], judges: readonly Judge[], where: string): void => {
  const idle = criteria.find((criterion) => seatsOn(criterion, judges) === 0);
  if (idle === undefined) return;
  throw new Fault(
    'panel/judge',
    `No judge is asked ${quote(idle.id)}, so it would get no ballot.\nLet a judge ask it: asks: both, or asks: ${idle.kind}.`,
    { where },
  );
};

const refuseTelling = (input: string, golds: readonly Gold[], { id }: RowColumns, where: string): void => {
  const gold = golds.find(({ column }) => column === input);
  if (gold !== undefined)
    throw new Fault(
      'rubric/gold',
      `The input ${quote(input)} is the gold of ${quote(gold.criterion.id)}, so every judge would be told the answer.\nTake it out of "inputs".`,
      { where },
    );
  if (input === id)
    throw new Fault(
      'rubric/gold',
      `The input ${quote(input)} is the row's id, which may tell a judge where the row comes from.\nTake it out of "inputs".`,
      { where },
    );
};
