import { Fault } from '../fault.ts';
import { countOutcomes, type Recording } from '../recording.ts';
import type { RunFacts } from '../run.ts';
import { combinedOf } from './combined.ts';
import { describe } from './describe.ts';
import { goldNotes } from './gold-notes.ts';
import type { Findings } from './findings.ts';
import { checkCombine } from './pass-label.ts';
import { ask, type Question } from './question.ts';
import type { Settings } from './settings.ts';
import { flags, type Spelling } from './spelling.ts';
import { perform, tasksOf, type Materials, type Task, type TaskResult } from './task.ts';
import { verdictsOf } from './verdicts.ts';

/** An analysis that has been checked and not yet done: its tasks may be done in any order, wherever. */
export type Analysis = Materials & { readonly tasks: readonly Task[] };

/**
 * Checks that the recording allows the settings, before anything is computed, and lists what there is to do. Throws a `Fault` that
 * spells options as the caller does.
 */
export const prepare = (recording: Recording, settings: Settings, spelling: Spelling = flags): Analysis => {
  const questions = recording.polls.map((poll) => ask(poll, recording.judges, settings, spelling));
  checkPassAt(questions, settings, spelling);
  checkLabels(questions, settings, spelling);
  checkCombine(questions, settings);
  return { recording, settings, questions, known: new Map(), tasks: tasksOf(questions, settings) };
};

/**
 * The findings, from the results of all tasks in the order of the tasks. `run` is what is known of the live run that cast the ballots.
 * Gates are held to the findings afterwards, and provenance is known to the run: the caller fills both in.
 */
export const conclude = (analysis: Analysis, results: readonly TaskResult[], run: RunFacts | null = null): Findings => {
  const { recording, settings, questions } = analysis;
  const { rows, judges, polls } = recording;
  const verdicts = questions.flatMap((question) => verdictsOf(question, rows, judges));
  const curves = results.flatMap((result) => result.curves);
  return {
    sources: recording.sources,
    simulated: recording.simulated,
    rehearsal: recording.rehearsal,
    run,
    settings,
    rows: rows.length,
    judges,
    outcomes: countOutcomes(polls.flatMap(({ cells }) => cells)),
    criteria: questions.map((question) => describe(question, judges, curves, settings)),
    curves,
    verdicts,
    combined: combinedOf(analysis, verdicts),
    agreement: results.flatMap((result) => result.agreement),
    notes: [...recording.notes, ...(settings.target === 'mean' ? [] : questions.flatMap(goldNotes))],
    gates: [],
    provenance: null,
  };
};

/** A whole analysis in one place. Throws a `Fault` if the recording doesn't allow the settings. */
export const analyse = (recording: Recording, settings: Settings, run: RunFacts | null = null): Findings => {
  const analysis = prepare(recording, settings);
  return conclude(
    analysis,
    analysis.tasks.map((task) => perform(task, analysis)),
    run,
  );
};

const checkPassAt = (questions: readonly Question[], { passAt }: Settings, { option }: Spelling): void => {
  if (passAt === null || questions.some(({ passes }) => passes)) return;
  throw new Fault(
    'scale/forbids-rule',
    `Scores should pass from ${passAt} up (${option('passAt')}), but no criterion has scores: its ballots are labels.\nLeave ${option('passAt')} out, or check that the ballots' values are numbers.`,
  );
};

/** A label that nobody can win with is a typing mistake. */
const checkLabels = (
  questions: readonly Question[],
  { tie, priority, positive }: Settings,
  { option }: Spelling,
): void => {
  const known = new Set(questions.flatMap(({ poll }) => poll.values.map(String)));
  const declared = questions.flatMap(({ poll: { criterion } }) =>
    criterion.scale.kind === 'nominal'
      ? (criterion.scale.labels ?? [])
      : criterion.scale.kind === 'ordinal'
        ? criterion.scale.levels
        : [],
  );
  for (const label of declared) known.add(String(label));
  const named = [
    ...(tie === 'priority' ? priority : []),
    ...(positive === null || questions.some(({ passes }) => passes) ? [] : [positive]),
  ];
  const unknown = named.find((label) => !known.has(String(label)));
  if (unknown === undefined) return;
  throw new Fault(
    'option/value',
    `No criterion has the label "${unknown}", so ${option('priority')} or ${option('positive')} would do nothing with it.\nThe labels are ${[
      ...known,
    ]
      .slice(0, 12)
      .map((label) => `"${label}"`)
      .join(', ')}${known.size > 12 ? ` and ${known.size - 12} more` : ''}.`,
  );
};
