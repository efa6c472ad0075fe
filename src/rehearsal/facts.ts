import type { Value } from '../ballot.ts';
import type { Experiment } from '../experiment.ts';
import type { Rehearsal } from '../rehearsal.ts';
import type { Graded } from '../assertion.ts';
import type { AskedCriterion, AssertedCriterion, Scale } from '../rubric.ts';
import { own } from './own.ts';
import type { Wording } from './speech.ts';

/** What the simulated models know of an experiment: plain data, which can be handed to a thread. */
export type WorldFacts = {
  readonly rehearsal: Rehearsal;
  readonly deadlineMs: number;
  readonly criteria: ReadonlyMap<string, { readonly scale: Scale; readonly wording: Wording }>;
  readonly rows: ReadonlyMap<
    string,
    { readonly gold: Readonly<Record<string, Value>>; readonly difficulty: string | null }
  >;
  readonly judges: ReadonlyMap<string, string>; // id → name
  readonly lenient: ReadonlySet<string>; // models
};

export const factsOf = (experiment: Experiment): WorldFacts => {
  const { rehearsal, limits, criteria, rows, judges } = experiment;
  return {
    rehearsal,
    deadlineMs: limits.deadlineMs,
    criteria: new Map(
      criteria.map((criterion) => [criterion.id, { scale: scaleOf(criterion), wording: wordingOf(criterion) }]),
    ),
    rows: new Map(
      rows.map(({ id, gold, vars }) => [
        id,
        { gold, difficulty: rehearsal.difficulty === null ? null : (own(vars, rehearsal.difficulty.column) ?? null) },
      ]),
    ),
    judges: new Map(judges.map(({ id, name }) => [id, name])),
    lenient: lenientModels(experiment),
  };
};

const wordingOf = (criterion: AskedCriterion): Wording => {
  switch (criterion.kind) {
    case 'judge':
      return { kind: 'verdict' };
    case 'answer':
      return { kind: 'answer', extract: criterion.extract };
    case 'assertion':
      return { kind: 'assertion', says: saysOf(criterion) };
  }
};

/** Every row may be asked in a form of its own, and most share one. */
const saysOf = ({ on }: AssertedCriterion): ReadonlyMap<string, Graded['says']> => {
  const known = new Map<string, Graded['says']>();
  const graded = [...on].flatMap(([row, assertion]) =>
    assertion.kind === 'graded' ? [[row, assertion.says] as const] : [],
  );
  return new Map(
    graded.map(([row, says]) => {
      const key = JSON.stringify(says);
      const shared = known.get(key) ?? says;
      known.set(key, shared);
      return [row, shared];
    }),
  );
};

/** Labels that stand elsewhere than in the scale: those that an answer is read as, and those that the rubric gives a meaning. */
const scaleOf = (criterion: AskedCriterion): Scale => {
  const { scale } = criterion;
  if (scale.kind !== 'nominal' || scale.labels !== null) return scale;
  if (criterion.kind === 'judge') {
    const labels = criterion.levels.map(({ value }) => value);
    return labels.length === 0 ? scale : { ...scale, labels };
  }
  return criterion.kind === 'answer' && criterion.extract.kind === 'label'
    ? { ...scale, labels: criterion.extract.labels }
    : scale;
};

/** Models of which OpenAI's and Anthropic's usual rules say nothing: those of other servers, and those declared to take a temperature. */
const lenientModels = ({ judges, generators }: Experiment): Set<string> => {
  const specs = [...judges, ...generators].map(({ spec }) => spec);
  const lenient = specs.filter(
    ({ provider, capabilities }) => provider === 'compatible' || capabilities.temperature === true,
  );
  return new Set(lenient.map(({ model }) => model));
};
