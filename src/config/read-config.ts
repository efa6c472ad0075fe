import { defaults, type Settings } from '../analyse/settings.ts';
import type { Experiment } from '../experiment.ts';
import { Fault } from '../fault.ts';
import type { GateSpec } from '../gate.ts';
import { readAnswer } from './answer.ts';
import { readBlock } from './block.ts';
import { readCombine } from './combine.ts';
import { readCurve } from './curve.ts';
import { checkFit } from './fit.ts';
import { readGates } from './gate.ts';
import { gateableIn } from './gate-subject.ts';
import { givenGolds, givenOutputs, givenRecords, type GivenRow } from './given-rows.ts';
import { chosen, readJudges } from './judges.ts';
import { readLimits } from './limits.ts';
import { runName } from './name.ts';
import { goldNotes, shiftNotes } from './notes.ts';
import { answerPrompts, noOutputs, promptsOnce, readOutputs } from './outputs.ts';
import { checkAsked, checkQuestions, criteriaOf, goldsOf } from './questions.ts';
import { readQuorum } from './quorum.ts';
import { readRehearsal } from './rehearsal.ts';
import { readRowColumns, rowsOf } from './rows.ts';
import { readRubric } from './rubric.ts';
import { amongSeated, readRule } from './rule.ts';
import { parseSource, type Source } from './source.ts';
import { readTests } from './tests.ts';
import { readText } from './text-file.ts';
import { readTopLevel, type Parts } from './top-level.ts';

/** What is said over the file's head: samples of every judge, the judges that are kept, the first so many rows, rows in place of `tests`, gates beside the file's own. */
export type Overrides = {
  readonly samples?: number;
  readonly judges?: readonly string[];
  readonly maxRows?: number;
  readonly rows?: readonly GivenRow[];
  /** Each as the config would hold it; null: none at all, not even the config's. */
  readonly gates?: readonly Source[] | null;
  readonly onInconclusive?: GateSpec['onInconclusive']; // of every gate
};

/**
 * Reads a config of promptfoo's form with the block `empanel`, its rubric and its data set, and checks all of it: what comes back
 * can be run. Every mistake is a `Fault` with its file and line.
 */
export const readConfig = async (
  path: string,
  { samples, judges: wanted, maxRows = Infinity, rows, gates: more = [], onInconclusive }: Overrides = {},
): Promise<{ experiment: Experiment; settings: Settings }> => {
  const source = parseSource(
    await readText(path, { code: 'config/unreadable', role: 'the experiment', remedy: INIT }),
    path,
  );
  const parts = readTopLevel(source);
  const block = readBlock(parts.block);

  const topPrompts = promptsOnce(parts);
  const rubric = block.has('rubric') ? await readRubric(block.part('rubric')) : null;
  const answer = block.has('answer')
    ? await readAnswer(block.part('answer'), answerPrompts(parts, block, topPrompts))
    : null;
  const criteria = criteriaOf(rubric, answer, block.part('answer').where());

  const panel = readJudges(block.part('judges'), {
    rubric: rubric?.rubric.variants.map(({ id }) => id) ?? [],
    answer: answer?.prompts.map(({ id }) => id) ?? [],
  });
  const judges = chosen(panel, wanted).map((judge) => (samples === undefined ? judge : { ...judge, samples }));
  checkAsked(criteria, judges, block.part('judges').where());

  const { quorum, settings: counting } = readQuorum(block.part('quorum'), criteria, judges);
  const combine = block.has('combine') ? readCombine(block.part('combine'), rubric?.rubric.criteria ?? []) : null;
  const settings: Settings = {
    ...defaults,
    ...(block.has('rule') ? readRule(block.part('rule'), panel) : {}),
    ...counting,
    ...(block.has('curve') ? readCurve(block.part('curve')) : {}),
    combine,
  };
  checkFit(criteria, settings, {
    rule: block.part('rule').where(),
    combine: combine === null ? null : block.part('combine').where(),
  });
  const limits = readLimits(block.part('limits'), parts.maxConcurrency);

  const written = { columns: block.part('rows'), defaults: parts.defaultVars, maxRows };
  const given = rows === undefined ? null : givenRecords(rows, written);
  const table = given?.table ?? (await readTests(testsOf(parts), written));
  const columns = given?.columns ?? readRowColumns(written.columns, table);
  const outputs =
    givenOutputs(columns, rubric) ??
    (rubric === null ? noOutputs(parts) : await readOutputs(parts, columns, table.columns, topPrompts));
  const declared = goldsOf(rubric, answer, outputs.labelled).filter(
    ({ column }) => given === null || table.columns.includes(column),
  );
  checkQuestions({ rubric, answer, golds: declared }, table, columns);
  const golds = rows === undefined ? declared : givenGolds(rows, criteria, declared);
  const rehearsal = readRehearsal(block.part('rehearsal'), panel, given === null ? table.columns : null);

  const held = rowsOf(table, columns, outputs.candidates, golds);
  // A gate of the whole data set is no mistake where a row or two in code have no gold.
  const rightOf = given === null ? golds : [...golds, ...goldsOf(rubric, answer, outputs.labelled)];
  const about = gateableIn({ criteria, golds: rightOf, settings, rows: held, cut: table.cut });
  const asked = more === null ? [] : [block.part('gate'), ...more];
  const gates = await Promise.all(asked.map((each) => readGates(each, about)));

  const experiment: Experiment = {
    name: runName(block.name, path),
    description: parts.description,
    sources: [
      ...new Set([
        path,
        ...(rubric === null ? [] : [rubric.source.file]),
        ...outputs.sources,
        ...(answer?.sources ?? []),
        ...table.sources,
      ]),
    ],
    rows: held,
    rubric: rubric?.rubric ?? null,
    criteria,
    answerPrompts:
      answer?.prompts.map(({ id, variables, render }) => ({
        id,
        columns: variables.map(({ name }) => name),
        render,
      })) ?? [],
    generators: outputs.generators,
    judges,
    quorum,
    combine,
    gates: gates.flat().map((gate) => (onInconclusive === undefined ? gate : { ...gate, onInconclusive })),
    limits,
    privacy: block.privacy,
    rehearsal,
    notes: [...parts.notes, ...table.notes, ...outputs.notes, ...goldNotes(golds), ...shiftNotes(rehearsal, table)],
  };
  return { experiment, settings: { ...settings, rule: amongSeated(settings.rule, judges) } };
};

const INIT = 'Begin one with: empanel init';

const testsOf = ({ tests, block }: Parts): Source => {
  if (tests !== null) return tests;
  throw new Fault(
    'config/missing',
    'The config has no "tests", so there are no rows to judge.\nAdd them: tests: file://rows.csv',
    { where: block.where() },
  );
};
