import { isScoreRule, type Rule } from '../aggregate/rule.ts';
import { ruleFor } from '../aggregate/rules.ts';
import type { OutcomeCounts, Value } from '../ballot.ts';
import { FAILED, ballotsOf, countOutcomes, type Cell, type RecordedJudge } from '../recording.ts';
import type { Row } from '../row.ts';
import type { Verdict } from '../verdict.ts';
import type { Question } from './question.ts';

/** What the whole panel decides on one row, beside its gold. `correct` is null without gold or without a decision. */
export type RowVerdict = {
  readonly row: string;
  readonly criterion: string;
  readonly verdict: Verdict;
  readonly gold: Value | null;
  readonly correct: boolean | null;
  readonly outcomes: OutcomeCounts;
  readonly votes: readonly { readonly value: Value; readonly count: number }[]; // the most frequent first
  readonly cutShort: boolean; // ballots are still owed, so the verdict may change
  readonly latencyMs: number | null; // of the slowest ballot whose time is known
};

/** The panel's verdict on every row that has a ballot, by the declared rule over all of its ballots. */
export const verdictsOf = (
  question: Question,
  rows: readonly Row[],
  judges: readonly RecordedJudge[],
): RowVerdict[] => {
  const rule = ruleFor(question.rule, { ...question.counting, quorum: question.verdictQuorum });
  const { poll } = question;
  return [...Map.groupBy(poll.cells, (cell) => cell.row)]
    .toSorted(([a], [b]) => a - b)
    .map(([row, cells]) => {
      const verdict = passOrFail(decide(rule, question, cells, judges), question.passAt);
      const code = poll.gold[row] ?? null;
      const gold = code === null ? null : (poll.values[code] ?? null);
      return {
        row: rows[row]?.id ?? '',
        criterion: poll.criterion.id,
        verdict,
        gold,
        correct: verdict.kind === 'undecided' || gold === null ? null : agrees(verdict.value, gold),
        outcomes: countOutcomes(cells),
        votes: votesOf(question, cells),
        cutShort: poll.cutShort?.has(row) ?? false,
        latencyMs: slowest(cells),
      };
    });
};

/** The error of all recorded ballots with a tie going to the value cast first, as most harnesses count it; by judge, or of the panel. */
export const firstSeenError = (
  question: Question,
  judges: readonly RecordedJudge[],
  judge: number | null,
): number | null => {
  if (isScoreRule(question.rule)) return null;
  const { poll } = question;
  const rule = ruleFor(question.rule, { ...question.counting, tie: 'first' });
  let [wrong, counted] = [0, 0];
  for (const [row, cells] of Map.groupBy(
    poll.cells.filter((cell) => judge === null || cell.judge === judge),
    (cell) => cell.row,
  )) {
    const code = poll.gold[row] ?? null;
    if (code === null || cells.every(({ codes }) => codes.every((each) => each === FAILED))) continue;
    const verdict = decide(rule, question, cells, judges);
    counted += 1;
    if (verdict.kind === 'undecided' || verdict.value !== poll.values[code]) wrong += 1;
  }
  return counted === 0 ? null : wrong / counted;
};

const decide = (rule: Rule, { poll }: Question, cells: readonly Cell[], judges: readonly RecordedJudge[]): Verdict =>
  rule(cells.flatMap((cell) => ballotsOf(poll, cell, judges)));

const passOrFail = (verdict: Verdict, passAt: number | null): Verdict =>
  verdict.kind === 'decided' && passAt !== null && typeof verdict.value === 'number'
    ? { ...verdict, value: verdict.value >= passAt - 1e-9 ? 'pass' : 'fail' }
    : verdict;

/** Whether a verdict is the right one; scores may be off by a rounding error. */
export const agrees = (value: Value, gold: Value): boolean =>
  typeof value === 'number' && typeof gold === 'number' ? Math.abs(value - gold) < 1e-9 : value === gold;

const votesOf = ({ poll }: Question, cells: readonly Cell[]): RowVerdict['votes'] => {
  const counts = new Map<number, number>();
  for (const { codes } of cells) for (const code of codes) if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([code, count]) => ({ value: poll.values[code] ?? '', count }));
};

const slowest = (cells: readonly Cell[]): number | null => {
  const known = cells.flatMap(({ latencies }) => (latencies ?? []).filter((ms) => ms !== null));
  return known.length === 0 ? null : Math.max(...known);
};
