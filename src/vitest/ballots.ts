import { combinedCriteria } from '../aggregate/combine.ts';
import { formatRule } from '../aggregate/parse-rule.ts';
import { COMBINED, type ArmRow } from '../arm.ts';
import type { BallotLine } from '../live/collect.ts';
import { plural } from '../report/format.ts';
import { wrap } from '../report/wrap.ts';
import type { Verdict } from '../verdict.ts';
import { quote, show } from '../wording/quote.ts';
import type { NamedRow } from './outputs.ts';
import type { Judged } from './seat.ts';

/** What a message is about. Where all criteria together were to pass or to fail, those that did as they should need no ballots. */
export type About = { readonly subject: string; readonly wanted?: boolean };

/** An output with its verdicts on a subject and the ballots behind them, in lines: what a failed assertion shows. */
export const rowLines = (judged: Judged, row: NamedRow, { subject, wanted }: About): string[] => {
  const { combine } = judged.prepared.settings;
  const criteria = subject === COMBINED ? (combine === null ? [] : combinedCriteria(combine)) : [subject];
  const together = subject === COMBINED ? [`all criteria (${combine?.label}): ${verdictOf(judged, row, subject)}`] : [];
  return [
    `${row.called}: ${quote(row.output, 120)}`,
    ...together,
    ...criteria.flatMap((criterion) => {
      const lines = criterionLines(judged, row, criterion);
      return isAs(judged, row, criterion, wanted) ? lines.slice(0, 1) : ['', ...lines];
    }),
  ];
};

const isAs = ({ arm }: Judged, { id }: NamedRow, criterion: string, wanted: boolean | undefined): boolean =>
  wanted !== undefined && arm.subjects.find((each) => each.id === criterion)?.rows.get(id)?.passes === wanted;

/** How ballots become a verdict, in a line. */
export const ruleLine = ({ prepared: { settings } }: Judged): string => {
  const { rule, tie, verdictQuorum, quorum, passAt } = settings;
  const needed = verdictQuorum ?? quorum;
  const passes = passAt === null ? '' : `; passes from ${passAt} up`;
  return `rule: ${formatRule(rule)}, ties: ${tie}; quorum: ${plural(needed, 'ballot')} cast${passes}`;
};

const criterionLines = (judged: Judged, row: NamedRow, criterion: string): string[] => {
  const own = judged.lines.filter((line) => line.row === row.id && line.criterion === criterion);
  const byJudge = [...Map.groupBy(own, ({ judge }) => judge).values()].flat();
  const cells = byJudge.map((line) => ({
    judge: show(line.judge, 40),
    sample: String(line.sample),
    ballot: ballotOf(line),
    reason: reasonOf(line),
  }));
  const widest = (column: 'judge' | 'sample' | 'ballot'): number =>
    Math.max(0, ...cells.map((cell) => cell[column].length));
  const [judgeWidth, sampleWidth, ballotWidth] = [widest('judge'), widest('sample'), widest('ballot')];
  return [
    `${criterion}: ${verdictOf(judged, row, criterion)}`,
    ...cells.flatMap(({ judge, sample, ballot, reason }) => {
      const head = `  ${judge.padEnd(judgeWidth)}  ${sample.padStart(sampleWidth)}  ${ballot.padEnd(ballotWidth)}  `;
      const [first = '', ...rest] = wrap(reason, Math.max(40, WIDTH - head.length));
      return [`${head}${first}`.trimEnd(), ...rest.map((more) => ' '.repeat(head.length) + more)];
    }),
  ];
};

const WIDTH = 110;

/** A verdict in words: "fail, 2 of 3 ballots", "undecided: a tie of pass and fail". */
const verdictOf = ({ arm }: Pick<Judged, 'arm'>, { id }: Pick<NamedRow, 'id'>, subject: string): string => {
  const row = arm.subjects.find((each) => each.id === subject)?.rows.get(id);
  if (row === undefined) return 'no verdict: no ballot came';
  const { gold } = row;
  return `${told(row, subject)}${gold === null ? '' : ` (gold: ${show(String(gold))})`}`;
};

const told = ({ verdict, missing, outcomes }: ArmRow, subject: string): string => {
  if (missing) return `undecided: ${outcomes.cast === 0 ? 'no ballot came' : 'ballots are still owed'}`;
  if (subject === COMBINED) return verdict.kind === 'decided' ? show(String(verdict.value)) : 'undecided';
  return inWords(verdict);
};

const inWords = (verdict: Verdict): string => {
  if (verdict.kind === 'decided')
    return `${show(String(verdict.value))}, ${verdict.support} of ${plural(verdict.counted, 'ballot')}`;
  const among = (verdict.leaders ?? []).map((value) => show(String(value))).join(' and ');
  const causes = {
    tie: among === '' ? 'a tie' : `a tie of ${among}`,
    'no quorum': `no quorum, ${plural(verdict.counted, 'ballot')} cast`,
    'no majority': `no majority among ${plural(verdict.counted, 'ballot')}`,
  };
  return `undecided: ${causes[verdict.cause]}`;
};

const ballotOf = ({ value, outcome }: BallotLine): string =>
  outcome ?? (value === null || value === undefined ? 'abstained' : show(String(value), 40));

/** The judge's own reason, or why there is no value. */
const reasonOf = ({ rationale, cause }: BallotLine): string =>
  show((rationale ?? cause ?? '').replaceAll(/\s+/g, ' '), 200);
