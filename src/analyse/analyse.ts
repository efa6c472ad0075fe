import type { OutcomeCounts } from '../ballot.ts';
import { Fault } from '../fault.ts';
import { countOutcomes, type Note, type Poll, type RecordedJudge, type Recording } from '../recording.ts';
import type { Criterion } from '../rubric.ts';
import { deriveSeed } from '../statistics/random.ts';
import { agreementOf, type Agreement } from './agreement.ts';
import { associationOf, type Association } from './association.ts';
import { curveOf, type Curve } from './curve.ts';
import { poolsOf } from './pool.ts';
import { ask, type Question } from './question.ts';
import type { RowLaw } from './row-law.ts';
import type { Design, Settings } from './settings.ts';
import { firstSeenError, verdictsOf, type RowVerdict } from './verdicts.ts';

/** A curve with what only the analysis of all ballots adds to it. */
export type CurveFinding = Curve & {
  /** The error of all ballots with a tie going to the value cast first; null for rules on scores. */
  readonly firstSeenError: number | null;
  readonly association: Association | null; // where scores are compared with a numeric gold
};

/** One judge on one criterion. `identical` is the share of rows on which all of its ballots are alike; null with one ballot a row. */
export type JudgeFinding = {
  readonly judge: string;
  readonly rows: number;
  readonly outcomes: OutcomeCounts;
  readonly identical: number | null;
};

/** One criterion: what came in, and why it has no curve if it has none. */
export type CriterionFinding = {
  readonly criterion: Criterion;
  readonly rows: number;
  readonly rowsWithGold: number;
  readonly outcomes: OutcomeCounts;
  readonly judges: readonly JudgeFinding[];
  readonly noCurve: string | null;
};

/** All that an analysis found; reports are made from it. */
export type Findings = {
  readonly sources: readonly string[];
  readonly simulated: boolean;
  readonly settings: Settings;
  readonly rows: number;
  readonly judges: readonly RecordedJudge[];
  readonly outcomes: OutcomeCounts;
  readonly criteria: readonly CriterionFinding[];
  readonly curves: readonly CurveFinding[];
  readonly verdicts: readonly RowVerdict[];
  readonly agreement: readonly Agreement[];
  readonly notes: readonly Note[];
};

/** A step of the analysis that is about to begin, for a progress line. */
export type Step = { readonly done: number; readonly total: number; readonly label: string };

/** Analyses a recording, yielding before each step of work; the caller decides when to go on. */
export function* analyse(recording: Recording, settings: Settings): Generator<Step, Findings, void> {
  const { rows, judges, polls } = recording;
  // Everything is checked before anything is computed.
  const questions = polls.map((poll) => ask(poll, judges, settings));
  checkPassAt(questions, settings);
  const total = questions.reduce((sum, { poll }) => sum + judgesOf(poll).length + settings.designs.length + 1, 0);
  const known = new Map<string, RowLaw>();
  const curves: CurveFinding[] = [];
  const agreement: Agreement[] = [];
  let done = 0;
  for (const question of questions) {
    const { poll } = question;
    const seats = judgesOf(poll);
    for (const { judge, design } of sourcesOf(seats, settings)) {
      const name = judge === null ? `the panel, ${design}` : (judges[judge]?.id ?? '');
      yield { done, total, label: `${poll.criterion.id}: ${name}` };
      done += 1;
      const curve = curveOf({ judge, design }, { question, rows, judges, settings, known });
      if (curve === null) continue;
      const finding = {
        ...curve,
        firstSeenError: firstSeenError(question, judges, judge),
        association: associate(question, curve, judge, recording, settings),
      };
      curves.push(finding);
      // A panel of one judge is that judge.
      if (seats.length === 1) curves.push({ ...finding, judge: '*' });
    }
    yield { done, total, label: `${poll.criterion.id}: agreement` };
    done += 1;
    if (seats.length > 1) agreement.push(...agreementOf(poll, poll.cells, '*', settings));
    for (const judge of seats)
      agreement.push(
        ...agreementOf(
          poll,
          poll.cells.filter((cell) => cell.judge === judge),
          judges[judge]?.id ?? '',
          settings,
        ),
      );
  }
  return {
    sources: recording.sources,
    simulated: recording.simulated,
    settings,
    rows: rows.length,
    judges,
    outcomes: countOutcomes(polls.flatMap(({ cells }) => cells)),
    criteria: questions.map(({ poll }) => describe(poll, judges, whyNoCurve(poll, curves, settings))),
    curves,
    verdicts: questions.flatMap((question) => verdictsOf(question, rows, judges)),
    agreement,
    notes: recording.notes,
  };
}

const checkPassAt = (questions: readonly Question[], { passAt }: Settings): void => {
  if (passAt === null || questions.some(({ passes }) => passes)) return;
  throw new Fault(
    'scale/forbids-rule',
    `Scores should pass from ${passAt} up (--pass-at), but no criterion has scores: its ballots are labels.\nLeave --pass-at out, or check that the ballots' values are numbers.`,
  );
};

/** The panel first, as the question that most ask; then each judge alone. */
const sourcesOf = (seats: readonly number[], { designs }: Settings): { judge: number | null; design: Design }[] => [
  ...(seats.length > 1 ? designs.map((design) => ({ judge: null, design })) : []),
  ...seats.map((judge) => ({ judge, design: 'random' as const })),
];

const judgesOf = (poll: Poll): number[] => [...new Set(poll.cells.map(({ judge }) => judge))].toSorted((a, b) => a - b);

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

const describe = (poll: Poll, judges: readonly RecordedJudge[], noCurve: string | null): CriterionFinding => {
  const seen = new Set(poll.cells.map(({ row }) => row));
  const rowsWithGold = [...seen].filter((row) => (poll.gold[row] ?? null) !== null).length;
  return {
    criterion: poll.criterion,
    rows: seen.size,
    rowsWithGold,
    outcomes: countOutcomes(poll.cells),
    judges: judgesOf(poll).map((judge) => {
      const cells = poll.cells.filter((cell) => cell.judge === judge);
      const several = cells.filter(({ codes }) => codes.length > 1);
      const alike = several.filter(({ codes }) => codes.every((code) => code === codes[0])).length;
      return {
        judge: judges[judge]?.id ?? '',
        rows: cells.length,
        outcomes: countOutcomes(cells),
        identical: several.length === 0 ? null : alike / several.length,
      };
    }),
    noCurve,
  };
};

const whyNoCurve = (poll: Poll, curves: readonly Curve[], { quorum }: Settings): string | null => {
  if (curves.some(({ criterion }) => criterion === poll.criterion.id)) return null;
  if (poll.cells.every(({ row }) => (poll.gold[row] ?? null) === null))
    return 'no row has a gold label, so no verdict can be called right or wrong';
  return quorum > 1 ? `no row with gold has the quorum of ${quorum} ballots` : 'no row with gold has a ballot';
};
