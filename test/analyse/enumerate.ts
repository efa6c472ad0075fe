import { isScoreRule } from '../../src/aggregate/rule.ts';
import { ruleFor } from '../../src/aggregate/rules.ts';
import type { Question } from '../../src/analyse/question.ts';
import type { Design, Settings } from '../../src/analyse/settings.ts';
import type { Ballot, Value } from '../../src/ballot.ts';
import { average, product, subsets } from '../statistics/subsets.ts';

/** All panels of n ballots that a design may draw; those within one list are equally likely, and so are the lists. */
export const panels = (judges: readonly (readonly Ballot[])[], n: number, design: Design): Ballot[][][] => {
  const draw = (ballots: readonly Ballot[], k: number): Ballot[][] =>
    subsets(ballots.length, k).map((chosen) => chosen.flatMap((at) => ballots[at] ?? []));
  const seat = (seats: readonly number[]): Ballot[][] =>
    product(judges.map((ballots, judge) => draw(ballots, seats[judge] ?? 0))).map((panel) => panel.flat());
  const each = judges.length;
  switch (design) {
    case 'random':
      return [draw(judges.flat(), n)];
    case 'roundRobin':
      return subsets(each, n % each).map((extra) =>
        seat(judges.map((_, judge) => Math.floor(n / each) + Number(extra.includes(judge)))),
      );
    case 'randomJudges':
      return subsets(each, n).map((chosen) => seat(judges.map((_, judge) => Number(chosen.includes(judge)))));
  }
};

/** The largest panel that a design may draw. */
export const largest = (judges: readonly (readonly Ballot[])[], design: Design): number => {
  const sizes = judges.map(({ length }) => length);
  if (design === 'random') return judges.flat().length;
  return design === 'roundRobin' ? sizes.length * Math.min(...sizes) : sizes.length;
};

/** The expected cost of a verdict by n ballots, its variance from draw to draw, and how often there is no quorum. */
export type Expected = { readonly wrong: number; readonly variance: number; readonly undecided: number };

/** Asks the rule itself for the verdict of every panel. */
export const enumerate = (
  panelsOfN: readonly (readonly Ballot[][])[],
  question: Question,
  gold: Value,
  settings: Settings,
): Expected => {
  // `first` is `split` on average over the orders in which ballots may have been cast.
  const tie = question.counting.tie === 'first' ? 'split' : question.counting.tie;
  const rule = ruleFor(question.rule, { ...question.counting, tie });
  const verdicts = panelsOfN.map((equals) => equals.map((ballots) => costOf(ballots)));
  const over = (value: (cost: number | 'no quorum') => number): number =>
    average(verdicts.map((equals) => average(equals.map(value))));
  const counted = (cost: number | 'no quorum'): number => (cost === 'no quorum' ? withoutQuorum() : cost);
  const wrong = over(counted);
  const kept = withoutQuorum() === 0 && settings.onNoQuorum !== 'fail';
  return {
    wrong,
    variance: over((cost) => counted(cost) ** 2) - wrong ** 2,
    undecided: kept || settings.target === 'mean' ? over((cost) => Number(cost === 'no quorum')) : 0,
  };

  function costOf(ballots: readonly Ballot[]): number | 'no quorum' {
    const verdict = rule(ballots);
    if (verdict.kind === 'decided') return costOfValue(verdict.value);
    if (verdict.cause === 'no quorum') return 'no quorum';
    if (verdict.cause === 'no majority' || tie !== 'split') return 1;
    if (question.rule.kind === 'bestOfN') return 1 - shareOfTop(ballots);
    const leaders = verdict.leaders ?? [];
    return leaders.includes(gold) ? 1 - 1 / leaders.length : 1;
  }

  function costOfValue(value: Value): number {
    if (!isScoreRule(question.rule)) return value === gold ? 0 : 1;
    if (settings.target === 'mean') return (Number(value) - Number(gold)) ** 2;
    if (question.passAt === null) return Math.abs(Number(value) - Number(gold)) < 1e-9 ? 0 : 1;
    return Number(value) >= question.passAt - 1e-9 === Number(gold) >= question.passAt ? 0 : 1;
  }

  function shareOfTop(ballots: readonly Ballot[]): number {
    const scored = ballots.flatMap(({ vote }) => (vote.kind === 'cast' && vote.score !== undefined ? [vote] : []));
    const top = Math.max(...scored.map(({ score }) => score ?? -Infinity));
    return average(scored.filter(({ score }) => score === top).map(({ value }) => Number(value === gold)));
  }

  function withoutQuorum(): number {
    if (settings.target === 'mean') return 0;
    if (settings.onNoQuorum === 'error') return 1;
    if (settings.onNoQuorum !== 'fail') return 0;
    if (isScoreRule(question.rule) && question.passAt === null) return 1;
    if (question.passAt !== null) return Number(gold) >= question.passAt ? 1 : 0;
    return gold === question.counting.negative ? 0 : 1;
  }
};
