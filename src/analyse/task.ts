import type { Recording } from '../recording.ts';
import { deriveSeed } from '../statistics/random.ts';
import { agreementOf, type Agreement } from './agreement.ts';
import { associationOf, type Association } from './association.ts';
import { curveOf, type Curve } from './curve.ts';
import { judgesOn } from './describe.ts';
import type { CurveFinding } from './findings.ts';
import { poolsOf } from './pool.ts';
import type { Question } from './question.ts';
import type { RowLaw } from './row-law.ts';
import type { Design, Settings } from './settings.ts';
import { firstSeenError } from './verdicts.ts';

/** A piece of an analysis that needs no other: one curve, or the agreement of one judge's ballots (null: of the panel's). */
export type Task =
  | { readonly kind: 'curve'; readonly question: number; readonly judge: number | null; readonly design: Design }
  | { readonly kind: 'agreement'; readonly question: number; readonly judge: number | null };

export type TaskResult = { readonly curves: readonly CurveFinding[]; readonly agreement: readonly Agreement[] };

/** What every task reads. */
export type Materials = {
  readonly recording: Recording;
  readonly settings: Settings;
  readonly questions: readonly Question[];
  readonly known: Map<string, RowLaw>; // laws that curves share
};

/** The tasks of an analysis. The panel comes first: it is what most ask about, and takes the longest. */
export const tasksOf = (questions: readonly Question[], { designs }: Settings): Task[] =>
  questions.flatMap(({ poll }, question): Task[] => {
    const judges = judgesOn(poll);
    const panel = judges.length > 1;
    return [
      ...(panel ? designs.map((design) => ({ kind: 'curve' as const, question, judge: null, design })) : []),
      ...judges.map((judge) => ({ kind: 'curve' as const, question, judge, design: 'random' as const })),
      ...[...(panel ? [null] : []), ...judges].map((judge) => ({ kind: 'agreement' as const, question, judge })),
    ];
  });

/** What a task is about, for a progress line. */
export const nameOf = (task: Task, { questions, recording }: Materials): string => {
  const who = task.judge === null ? 'the panel' : (recording.judges[task.judge]?.id ?? '');
  return `${questions[task.question]?.poll.criterion.id}: ${task.kind} of ${who}`;
};

/** Does one task. */
export const perform = (task: Task, materials: Materials): TaskResult => {
  const question = materials.questions[task.question];
  if (question === undefined) throw new RangeError(`the analysis has no question ${task.question}`);
  return task.kind === 'curve'
    ? { curves: curves(task, question, materials), agreement: [] }
    : { curves: [], agreement: agreement(task, question, materials) };
};

const curves = (
  { judge, design }: Extract<Task, { kind: 'curve' }>,
  question: Question,
  { recording, settings, known }: Materials,
): CurveFinding[] => {
  const { rows, judges } = recording;
  const curve = curveOf({ judge, design }, { question, rows, judges, settings, known });
  if (curve === null) return [];
  const finding = {
    ...curve,
    firstSeenError: firstSeenError(question, judges, judge),
    association: associate(question, curve, judge, recording, settings),
  };
  // A panel of one judge is that judge.
  return judge !== null && judgesOn(question.poll).length === 1 ? [finding, { ...finding, judge: '*' }] : [finding];
};

const agreement = ({ judge }: Task, { poll }: Question, { recording, settings }: Materials): Agreement[] => {
  const cells = judge === null ? poll.cells : poll.cells.filter((cell) => cell.judge === judge);
  const name = judge === null ? '*' : (recording.judges[judge]?.id ?? '');
  return agreementOf(poll, cells, { judge: name, rows: recording.rows, settings });
};

const associate = (
  question: Question,
  curve: Curve,
  judge: number | null,
  { rows }: Recording,
  settings: Settings,
): Association | null => {
  if (settings.target !== 'mean' || curve.design !== 'random') return null;
  const { pools } = poolsOf(question.poll, { judge, complete: false });
  const groups = pools.some(({ row }) => rows[row]?.group !== null)
    ? pools.map(({ row }) => rows[row]?.group ?? row)
    : null;
  const seed = deriveSeed(settings.seed, `${curve.criterion}/${curve.judge}`);
  return associationOf(question, pools, { groups, nMax: Math.min(settings.maxN, curve.available), orders: 100, seed });
};
