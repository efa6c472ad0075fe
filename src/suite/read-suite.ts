import { defaults, type Settings } from '../analyse/settings.ts';
import { readCurve } from '../config/curve.ts';
import { checkFit } from '../config/fit.ts';
import { readGates } from '../config/gate.ts';
import { gateableIn } from '../config/gate-subject.ts';
import { readLimits } from '../config/limits.ts';
import { runName } from '../config/name.ts';
import { shiftNotes } from '../config/notes.ts';
import { readQuorum } from '../config/quorum.ts';
import type { Overrides } from '../config/read-config.ts';
import { readRehearsal } from '../config/rehearsal.ts';
import { amongSeated, readRule } from '../config/rule.ts';
import { inside, type Source } from '../config/source.ts';
import type { Experiment, Limits } from '../experiment.ts';
import { Fault } from '../fault.ts';
import { quoteAll } from '../wording/quote.ts';
import { readBlock, type Block } from './block.ts';
import { combineOf } from './combine.ts';
import type { Env } from './environment.ts';
import { seated } from './judges.ts';
import { juryNotes, juryRule } from './jury-rule.ts';
import { judgedRows } from './judged-rows.ts';
import { listedTests } from './listed-tests.ts';
import { panelFor } from './panel-for.ts';
import { readPrompts } from './prompts.ts';
import { readProviders } from './providers.ts';
import { checkSeats, questionsOf } from './questions.ts';
import { recordsOf } from './records.ts';
import { rowsOf } from './rows.ts';
import type { Scope } from './scope.ts';
import { readTopLevel, type Parts } from './top-level.ts';

/** What is said over a suite's head: `graders` take the place of every grader of the config, `allowCode` lets its code run, `env` is the process'. */
export type SuiteOverrides = Overrides & {
  readonly graders?: readonly string[];
  readonly allowCode?: boolean;
  readonly env: Env;
};

/**
 * Reads a config of promptfoo's own: what its tests assert are the criteria, put to its graders as judges or checked by code. Every mistake
 * is a `Fault` with its file and line, and what promptfoo would have done otherwise is a note.
 */
export const readSuite = async (
  source: Source,
  overrides: SuiteOverrides,
): Promise<{ experiment: Experiment; settings: Settings }> => {
  const { samples, judges: wanted, maxRows = Infinity, gates: more = [], onInconclusive } = overrides;
  const parts = await readTopLevel(source, overrides.env);
  const block = readBlock(parts.block);
  const scope: Scope = {
    folder: source.folder,
    environment: parts.environment,
    notes: new Set(),
    passed: new Set(parts.passed),
    sources: new Set([source.file, ...parts.sources]),
  };

  const prompts = await readPrompts(parts.prompts, scope);
  const providers = await readProviders(parts.providers, parts.delay, scope);
  const tests = await listedTests(parts, overrides.rows, scope);
  const known = [...new Set(tests.flatMap(({ test }) => Object.keys(test.vars)))];
  const { records, cut } = await recordsOf(tests, { maxRows, privacy: block.privacy }, scope);
  const made = rowsOf(records, { prompts, providers }, { repeat: parts.repeat, known, scope });
  const rows = judgedRows(made.rows, scope);

  const panel = await panelFor(overrides.graders, block.part('judges'), parts.grader, providers, scope);
  const terms = { allowCode: overrides.allowCode ?? false, env: parts.environment.visible };
  const { criteria: gathered, juries, checks } = await questionsOf(rows, { panel, terms, scope });
  if (gathered.length === 0) throw nothingAsserted(source);
  const criteria = gathered.map(({ criterion }) => criterion);
  const named = panel.judges();
  const judges = seated(named, { wanted, samples, checks });
  checkSeats(criteria, judges, block.part('judges').where());

  const { quorum, settings: counting } = readQuorum(block.part('quorum'), criteria, judges);
  const combine = combineOf(
    gathered,
    rows.map(({ test }) => test),
  );
  const written = block.has('rule') ? readRule(block.part('rule'), named) : panel.isFixed ? {} : juryRule(juries);
  const settings: Settings = {
    ...defaults,
    ...written,
    ...counting,
    ...(block.has('curve') ? readCurve(block.part('curve')) : {}),
    combine,
  };
  checkFit(criteria, settings, { rule: block.part('rule').where(), combine: null });
  for (const note of juryNotes(juries, settings.rule)) scope.notes.add(note);

  const held = rows.flatMap((row) => row.rows);
  const rehearsal = readRehearsal(block.part('rehearsal'), named, overrides.rows === undefined ? known : null);
  const table = { columns: known, entries: held.map(({ vars }) => ({ vars, where: '' })), sources: [], notes: [], cut };
  const about = gateableIn({ criteria, golds: [], settings, rows: held, cut: cut || overrides.rows !== undefined });
  const gates = await Promise.all(
    (more === null ? [] : [block.part('gate'), ...more]).map((each) => readGates(each, about)),
  );

  const experiment: Experiment = {
    name: runName(block.name, source.file),
    description: parts.description,
    sources: [...scope.sources],
    rows: held,
    rubric: null,
    criteria,
    answerPrompts: [],
    generators: made.generators,
    judges,
    quorum,
    combine,
    gates: gates.flat().map((gate) => (onInconclusive === undefined ? gate : { ...gate, onInconclusive })),
    limits: limitsOf(block, parts),
    privacy: block.privacy,
    rehearsal,
    notes: [...passedNotes(scope), ...scope.notes, ...shiftNotes(rehearsal, table)],
  };
  return { experiment, settings: { ...settings, rule: amongSeated(settings.rule, judges) } };
};

/** promptfoo's `timeoutMs` is a call's deadline, where the block has none of its own. */
const limitsOf = (block: Block, { maxConcurrency, timeoutMs }: Parts): Limits => {
  const limits = readLimits(block.part('limits'), maxConcurrency);
  const isOpen = inside(block.part('limits'), ['deadline']).value === undefined;
  return timeoutMs === null || !isOpen ? limits : { ...limits, deadlineMs: timeoutMs };
};

const passedNotes = ({ passed }: Scope): readonly string[] =>
  passed.size === 0 ? [] : [`Passed over in the config, for promptfoo alone uses it: ${quoteAll([...passed], 30)}.`];

const nothingAsserted = (source: Source): Fault =>
  new Fault(
    'config/missing',
    `The config asserts nothing of its outputs, and its block "empanel" has no rubric and no answer, so there is no question to put to a panel.
Let the tests assert something, for example under defaultTest: assert: [{type: llm-rubric, value: 'Is it polite?'}]; or add a rubric of the panel's own:
empanel:
  rubric: file://rubric.yaml
  judges:
    - {id: mini, model: openai:gpt-4.1-mini, samples: 5}`,
    { where: source.where() },
  );
