import { hash } from 'node:crypto';
import type { Experiment } from '../experiment.ts';
import type { Provenance } from '../provenance.ts';
import type { DataRow } from '../row.ts';
import type { AskedCriterion, AssertedCriterion } from '../rubric.ts';

/** What a run asked, as hashes: enough to tell whether another run asked the same. `outputOf` gives the output of a row (an index). */
export const provenanceOf = (experiment: Experiment, outputOf: (row: number) => string | null): Provenance => ({
  criteria: Object.fromEntries(
    experiment.criteria.map((criterion) => [criterion.id, criterionPrint(criterion, experiment)]),
  ),
  rows: Object.fromEntries(
    experiment.rows.map((row, at) => {
      const output = outputOf(at);
      return [row.id, { input: inputPrint(row, experiment), output: output === null ? null : print(output) }];
    }),
  ),
  panel: panelPrint(experiment),
});

/** Everything of a criterion that a judge is told, or by which its reply is read; the wording of the prompt around it is the judge's. */
const criterionPrint = (criterion: AskedCriterion, { rubric }: Experiment): string => {
  const { id, scale } = criterion;
  if (criterion.kind === 'answer') return print([id, scale, criterion.extract, criterion.matchCase]);
  if (criterion.kind === 'assertion') return print([id, scale, sharedWords(criterion)]);
  const { instructions, levels, examples } = criterion;
  return print([id, scale, instructions, levels, examples, rubric?.conventions, rubric?.inputs]);
};

/** What is asserted of every row in the same words; null where rows have words of their own. */
const sharedWords = ({ on }: AssertedCriterion): string | null => {
  const [first = null, ...others] = new Set(on.values().map(({ words }) => words));
  return others.length === 0 ? first : null;
};

/** What is asserted of this row alone, and how: its own words, and all that its columns make of the words of others. */
const ownWords = ({ id }: DataRow, { criteria }: Experiment): readonly unknown[] =>
  criteria.flatMap((criterion) => {
    const assertion = criterion.kind === 'assertion' ? criterion.on.get(id) : undefined;
    if (assertion === undefined) return [];
    const asked = assertion.kind === 'graded' ? assertion.put('') : null;
    return [[criterion.id, assertion.words, assertion.reading, asked]];
  });

/** The columns of a row that judges are shown beside its output, in a rubric or in a question: their words, not the words around them. */
const inputPrint = (row: DataRow, experiment: Experiment): string => {
  const { rubric, answerPrompts } = experiment;
  const shown = new Set([...(rubric?.inputs ?? []), ...answerPrompts.flatMap(({ columns }) => columns)]);
  const columns = [...shown].toSorted().map((column) => [column, row.vars[column] ?? '']);
  const own = ownWords(row, experiment);
  return print(own.length === 0 ? columns : [columns, own]);
};

/** The judges in any order, and the wordings that they are asked in. More samples of the same judges are the same panel. */
const panelPrint = ({ judges, rubric, answerPrompts }: Experiment): string =>
  print([
    judges
      .map(({ name, variant, spec: { provider, model, baseUrl }, sampling, asks }) =>
        JSON.stringify([name, variant, provider, model, baseUrl, sampling, asks]),
      )
      .toSorted(),
    rubric?.variants ?? [],
    answerPrompts.map(({ id, columns, render }) => [id, render(namesIn(columns))]),
  ]);

/** Holes that show what goes into them: a prompt with these is as good as its template. */
const namesIn = (columns: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(columns.map((column) => [column, `{{ ${column} }}`]));

/** 64 bits tell any two texts of a data set apart; more would swell the files that are committed. */
const print = (value: unknown): string => hash('sha256', JSON.stringify(value)).slice(0, 16);
