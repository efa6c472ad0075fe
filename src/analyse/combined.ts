import { combine, combinedCriteria, type CombinedVerdict, type CriterionVerdict } from '../aggregate/combine.ts';
import type { Recording } from '../recording.ts';
import type { CurvePoint } from './curve-points.ts';
import { passLabel } from './pass-label.ts';
import { rateOf, type Rate } from './rate.ts';
import type { Materials } from './task.ts';
import { twoStagePoints } from './two-stage.ts';
import type { RowVerdict } from './verdicts.ts';

/** All criteria together on one row. `gold` is null unless every criterion has gold; an undecided row with gold is not correct. */
export type CombinedRow = {
  readonly row: string;
  readonly verdict: CombinedVerdict;
  readonly gold: 'pass' | 'fail' | null;
  readonly correct: boolean | null;
  readonly criteria: readonly (CriterionVerdict & { readonly gold: boolean | null })[];
};

/** The verdicts on several criteria as one. Criteria are different questions: each is voted on by itself first. */
export type Combined = {
  readonly label: string; // as declared: "all", "at least 3 of 4"
  readonly criteria: readonly string[];
  readonly rows: readonly CombinedRow[];
  readonly passed: number;
  readonly failed: number;
  readonly undecided: number;
  readonly passRate: Rate | null; // of the decided rows; null where none is
  readonly error: Rate | null; // of the rows with gold, undecided ones counted as errors; null where no row has it
  /** The expected combined error at n ballots a criterion; null where some criterion has no two labels, or no row has gold. */
  readonly points: readonly CurvePoint[] | null;
};

/** Combines the verdicts of each row; null where that was not asked for. */
export const combinedOf = (materials: Materials, verdicts: readonly RowVerdict[]): Combined | null => {
  const { recording, settings, questions } = materials;
  const spec = settings.combine;
  if (spec === null) return null;
  const criteria = combinedCriteria(spec);
  const labels = new Map(questions.map((question) => [question.poll.criterion.id, passLabel(question, settings)]));
  const byRow = Map.groupBy(
    verdicts.filter(({ criterion }) => criteria.includes(criterion)),
    ({ row }) => row,
  );
  const rows = recording.rows.flatMap(({ id }): CombinedRow[] => {
    const own = byRow.get(id);
    if (own === undefined) return [];
    const said = criteria.flatMap((criterion) => {
      const found = own.find((each) => each.criterion === criterion);
      // Where rows differ in what they are asked, nobody voted on this one because nobody was to.
      if (found === undefined && spec.asked === true) return [];
      const label = labels.get(criterion) ?? null;
      const verdict = found?.verdict;
      const [value, gold] = [verdict?.kind === 'decided' ? verdict.value : null, found?.gold ?? null];
      return {
        criterion,
        passed: value === null ? null : value === label,
        gold: gold === null ? null : gold === label,
      };
    });
    const verdict = combine(said, spec);
    const gold = said.some((each) => each.gold === null)
      ? null
      : passOrFail(
          combine(
            said.map((each) => ({ criterion: each.criterion, passed: each.gold })),
            spec,
          ),
        );
    return [{ row: id, verdict, gold, correct: gold === null ? null : verdict === gold, criteria: said }];
  });
  const rated = shareOf(materials, rows);
  const count = (wanted: CombinedVerdict): number => rows.filter(({ verdict }) => verdict === wanted).length;
  return {
    label: spec.label,
    criteria,
    rows,
    passed: count('pass'),
    failed: count('fail'),
    undecided: count('undecided'),
    passRate: rated(({ verdict }) => (verdict === 'undecided' ? null : verdict === 'pass')),
    error: rated(({ correct }) => (correct === null ? null : !correct)),
    points: twoStagePoints(materials, new Map(rows.flatMap(({ row, gold }) => (gold === null ? [] : [[row, gold]])))),
  };
};

const passOrFail = (verdict: CombinedVerdict): 'pass' | 'fail' | null => (verdict === 'undecided' ? null : verdict);

/** The share of rows of which something holds, among those of which it can be said. */
const shareOf =
  ({ recording, settings }: { recording: Recording; settings: Materials['settings'] }, rows: readonly CombinedRow[]) =>
  (holds: (row: CombinedRow) => boolean | null): Rate | null => {
    const known = new Map(recording.rows.map((row) => [row.id, row]));
    const said = rows.flatMap((row) => {
      const value = holds(row);
      return value === null ? [] : [{ value: value ? 1 : 0, row: known.get(row.row) ?? { id: row.row, group: null } }];
    });
    return rateOf(said, settings);
  };
