import { countOutcomes, type Poll, type RecordedJudge } from '../recording.ts';
import type { Curve } from './curve.ts';
import type { CriterionFinding } from './findings.ts';
import { passLabel } from './pass-label.ts';
import type { Question } from './question.ts';
import type { Settings } from './settings.ts';

/** What came in on a criterion, and why it has no curve if it has none. */
export const describe = (
  question: Question,
  judges: readonly RecordedJudge[],
  curves: readonly Curve[],
  settings: Settings,
): CriterionFinding => {
  const { poll } = question;
  const seen = new Set(poll.cells.map(({ row }) => row));
  const rowsWithGold = [...seen].filter((row) => (poll.gold[row] ?? null) !== null).length;
  return {
    criterion: poll.criterion,
    pass: passLabel(question, settings),
    rows: seen.size,
    rowsWithGold,
    outcomes: countOutcomes(poll.cells),
    judges: judgesOn(poll).map((judge) => {
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
    noCurve: whyNoCurve(poll, curves, settings),
  };
};

/** The judges that voted on a criterion, as indexes into the recording's. */
export const judgesOn = (poll: Poll): number[] =>
  [...new Set(poll.cells.map(({ judge }) => judge))].toSorted((a, b) => a - b);

const whyNoCurve = (poll: Poll, curves: readonly Curve[], { quorum }: Settings): string | null => {
  if (curves.some(({ criterion }) => criterion === poll.criterion.id)) return null;
  if (poll.cells.every(({ row }) => (poll.gold[row] ?? null) === null))
    return 'no row has a gold label, so no verdict can be called right or wrong';
  return quorum > 1 ? `no row with gold has the quorum of ${quorum} ballots` : 'no row with gold has a ballot';
};
