import type { CurveFinding, Findings } from '../analyse/analyse.ts';
import { errorOf, judgeName, percent, plural } from './format.ts';
import { kneeSentence, pointAt } from './sentence.ts';

/** What a reader should know of one criterion first: the advice on its panel, and whether one judge alone does as well. */
export type Headline = {
  readonly criterion: string;
  readonly curve: CurveFinding | null;
  readonly advice: string;
  readonly oneJudge: string | null;
};

/** One headline a criterion, in the order of the input. */
export const headlines = (findings: Findings): Headline[] =>
  findings.criteria.map(({ criterion, noCurve }) => {
    const curves = findings.curves.filter((curve) => curve.criterion === criterion.id);
    const panel = curves.find(({ judge, design }) => judge === '*' && design === 'random') ?? curves[0] ?? null;
    if (panel === null)
      return {
        criterion: criterion.id,
        curve: null,
        advice: `No error curve: ${noCurve ?? 'no row can be used'}. ${agreementInstead(findings, criterion.id)}`,
        oneJudge: null,
      };
    return {
      criterion: criterion.id,
      curve: panel,
      advice: kneeSentence(panel),
      oneJudge: besideOneJudge(panel, curves),
    };
  });

/** Whether the best judge's single ballot is as good as the panel at its best: then the panel buys nothing. */
const besideOneJudge = (panel: CurveFinding, curves: readonly CurveFinding[]): string | null => {
  const judges = curves.filter(({ judge }) => judge !== '*');
  if (judges.length < 2) return null;
  const best = judges.reduce((lowest, next) => (pointAt(next, 1).error < pointAt(lowest, 1).error ? next : lowest));
  const alone = pointAt(best, 1).error;
  const size = panel.knee.n ?? panel.knee.best;
  const together = pointAt(panel, size).error;
  const fact = `One ballot of ${judgeName(best.judge)}, the best alone, errs ${errorOf(best, alone)}; ${plural(size, 'ballot')} of the panel ${size === 1 ? 'errs' : 'err'} ${errorOf(panel, together)}.`;
  // The winner of a comparison looks better on the rows that chose it than it is.
  const picked = `It was picked as the best of ${judges.length} on these very rows, so expect somewhat more.`;
  if (alone <= together) return `${fact} That one judge is no worse than the panel: use it alone. ${picked}`;
  return panel.metric === 'error' && alone <= together + panel.margin
    ? `${fact} The difference is within the margin: that one judge may be enough. ${picked}`
    : fact;
};

const agreementInstead = ({ agreement }: Findings, criterion: string): string => {
  const found = agreement.find((entry) => entry.criterion === criterion && entry.coefficient === 'percent');
  if (found === undefined) return 'Add a "gold" value to the ballots, or give a file of gold lines beside them.';
  const alpha = agreement.find(
    (entry) =>
      entry.criterion === criterion && entry.judge === found.judge && entry.coefficient === 'krippendorff-alpha',
  );
  const whose = found.judge === '*' ? "The panel's ballots" : `The ballots of judge ${found.judge}`;
  return `${whose} agree on ${percent(found.value)} of pairs (Krippendorff's alpha ${alpha?.value.toFixed(2) ?? 'unknown'}); agreement is not accuracy. For a curve, add a "gold" value to the ballots, or give a file of gold lines beside them.`;
};
