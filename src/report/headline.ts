import type { CriterionFinding, CurveFinding, Findings } from '../analyse/findings.ts';
import { count, errorOf, fixed, judgeName, percent, plural } from './format.ts';
import { firstPoint, kneeSentence, pointAt } from './sentence.ts';

/** What a reader should know of one criterion first: the advice on its panel, and whether one judge alone does as well. */
export type Headline = {
  readonly criterion: string;
  readonly curve: CurveFinding | null;
  readonly advice: string;
  /** The advice in two: what was found, and what several criteria without a curve lack alike. Null where there is a curve. */
  readonly parts: { readonly found: string; readonly lacks: string } | null;
  readonly oneJudge: string | null;
  readonly worth: string | null;
};

/** One headline a criterion, in the order of the input. */
export const headlines = (findings: Findings): Headline[] =>
  findings.criteria.map((described) => {
    const { criterion } = described;
    const curves = findings.curves.filter((curve) => curve.criterion === criterion.id);
    const judges = curves.filter(({ judge }) => judge !== '*');
    const panel = curves.find(({ judge, design }) => judge === '*' && design === 'random');
    // A panel of one judge is that judge, and goes by its name.
    const curve = (judges.length === 1 && curves.length === 2 ? judges[0] : panel) ?? curves[0] ?? null;
    const parts = curve === null ? withoutCurve(findings, described) : null;
    return curve === null || parts !== null
      ? {
          criterion: criterion.id,
          curve,
          advice: [parts?.found, parts?.lacks].filter((part) => part !== '').join(' '),
          parts,
          oneJudge: null,
          worth: null,
        }
      : {
          criterion: criterion.id,
          curve,
          advice: kneeSentence(curve),
          parts,
          oneJudge: besideOneJudge(curve, judges),
          worth: worthSentence(curve),
        };
  });

/**
 * Whether the best judge's single ballot is as good as the panel at its best: then the panel buys nothing. Only judges that voted on
 * nearly all of the panel's rows are compared with it: an error on a few easy rows is no match.
 */
const besideOneJudge = (panel: CurveFinding, judges: readonly CurveFinding[]): string | null => {
  const peers = judges.filter(({ rows, grid }) => rows >= 0.95 * panel.rows && grid[0] === 1);
  if (judges.length < 2 || peers.length === 0) return null;
  const best = peers.reduce((lowest, next) => (firstPoint(next).error < firstPoint(lowest).error ? next : lowest));
  const alone = firstPoint(best).error;
  const size = panel.knee.n ?? panel.knee.best;
  const together = pointAt(panel, size).error;
  if (size === 1 && alone === together) return null; // the judges are all alike
  const among = peers.length === judges.length ? '' : ' that voted on these rows';
  const least = peers.length > 1 ? `, the least of ${peers.length} judges${among}` : '';
  const fact = `With 1 ballot, ${judgeName(best.judge)} ${errs(best, alone)}${least}; ${plural(size, 'ballot')} of the panel ${size === 1 ? errs(panel, together) : errs(panel, together).replace('errs', 'err')}.`;
  // The winner of a comparison looks better on the rows that chose it than it is.
  const picked = 'It was picked on these very rows, so expect somewhat more error on others.';
  if (panel.knee.verdict === 'insufficient-rows') return fact;
  if (alone <= together) return `${fact} Use that judge alone: it does no worse. ${picked}`;
  return panel.metric === 'error' && alone <= together + panel.margin
    ? `${fact} That is within the margin, so that one judge may be enough. ${picked}`
    : fact;
};

/** What shared errors leave of the ballots. */
const worthSentence = ({ worth, judge, knee }: CurveFinding): string | null => {
  if (worth === null || knee.verdict === 'insufficient-rows' || knee.verdict === 'zero-diversity') return null;
  const range = `${fixed(worth.lower, 1)}${worth.upper === null ? ' or more' : `–${fixed(worth.upper, 1)}`}`;
  return `${plural(worth.n, 'ballot')} of ${judgeName(judge)} are worth ${fixed(worth.votes, 1)} independent votes (${range}).`;
};

const errs = (curve: CurveFinding, error: number): string =>
  curve.metric === 'rmse' ? `errs by ${errorOf(curve, error)}` : `errs on ${errorOf(curve, error)} of rows`;

/** What would bring a curve; a live run has its gold and its quorum in the config. */
const remedyFor = (hasGold: boolean, live: boolean): string => {
  if (live)
    return hasGold
      ? 'Run it again: ballots that failed or were not run are asked for.'
      : 'For a curve, add gold lines to the ballots of the run (empanel report ballots.jsonl gold.jsonl), or name the column with the right values under "gold" of a rubric.';
  return hasGold
    ? 'Lower --quorum, or collect more ballots a row.'
    : 'For a curve, add a "gold" value to the ballots, or give a file of gold lines beside them.';
};

const withoutCurve = (findings: Findings, described: CriterionFinding): NonNullable<Headline['parts']> => {
  const { rowsWithGold, noCurve } = described;
  const cause = `No error curve: ${noCurve ?? 'no row can be used'}.`;
  return {
    found: [passesSentence(findings, described), agreementSentence(findings, described)].filter(Boolean).join(' '),
    lacks: `${cause} ${remedyFor(rowsWithGold > 0, findings.run !== null)}`,
  };
};

/** How many rows pass, where it is known what passing is, or that none is decided. */
const passesSentence = ({ verdicts }: Findings, { criterion, pass }: CriterionFinding): string | null => {
  const own = verdicts.filter((verdict) => verdict.criterion === criterion.id);
  if (own.length === 0) return null;
  const decided = own.flatMap(({ verdict }) => (verdict.kind === 'decided' ? [verdict.value] : []));
  if (decided.length === 0)
    return `${own.length === 1 ? 'Its one row is not' : `None of ${plural(own.length, 'row')} is`} decided.`;
  if (pass === null) return null;
  const open = own.length - decided.length;
  const undecided = open === 0 ? '' : `, ${count(open)} more ${open === 1 ? 'is' : 'are'} undecided`;
  const passed = decided.filter((value) => value === pass).length;
  return `${count(passed)} of ${plural(decided.length, 'row')} ${decided.length === 1 ? 'passes' : 'pass'}${undecided}.`;
};

const agreementSentence = ({ agreement }: Findings, { criterion }: CriterionFinding): string | null => {
  const found = agreement.filter((entry) => entry.criterion === criterion.id);
  const pairs = found.find(({ coefficient }) => coefficient === 'percent');
  if (pairs === undefined) return null;
  const alpha = found.find(({ judge, coefficient }) => judge === pairs.judge && coefficient === 'krippendorff-alpha');
  const shown = alpha === undefined ? '' : ` (Krippendorff's alpha ${fixed(alpha.value, 2)})`;
  return `Two ballots of ${judgeName(pairs.judge)} on one row agree ${percent(pairs.value)} of the time${shown}, but agreement is not accuracy.`;
};
