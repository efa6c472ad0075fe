import { ask } from '../../analyse/question.ts';
import type { Settings } from '../../analyse/settings.ts';
import { specimenOf } from '../../analyse/specimen.ts';
import { passLabel } from '../../analyse/pass-label.ts';
import { verdictsOf } from '../../analyse/verdicts.ts';
import type { Outcome, Value } from '../../ballot.ts';
import type { Poll } from '../../recording.ts';
import { ABSTAINED, FAILED, INVALID } from '../../recording.ts';
import type { Criterion } from '../../rubric.ts';
import type { Verdict } from '../../verdict.ts';
import type { Polled } from './poll.ts';

/** What a panel decides by its rule and its quorum, over all of its ballots. */
export const decide = (criterion: Criterion, ballots: readonly Polled[], settings: Settings): Verdict => {
  const values = [...new Set(ballots.flatMap(({ vote }) => (vote.kind === 'cast' ? [vote.value] : [])))];
  // A scale without a single ballot on it has nothing that a rule could look at.
  if (values.length === 0) return { kind: 'undecided', cause: 'no quorum', counted: 0 };
  const judges = [...new Map(ballots.map(({ judge }) => [judge.id, judge])).values()];
  const poll: Poll = {
    criterion,
    values,
    gold: [],
    cells: judges.map((judge, at) => {
      const own = ballots.filter((ballot) => ballot.judge.id === judge.id);
      return {
        row: 0,
        judge: at,
        codes: own.map(({ vote }) => (vote.kind === 'cast' ? values.indexOf(vote.value) : codes[vote.kind])),
        scores: null,
        costs: null,
      };
    }),
  };
  const recorded = judges.map(({ id, spec, sampling }) => ({
    id,
    model: spec.model,
    temperature: sampling.temperature,
  }));
  const question = ask(poll, recorded, settings);
  const [found] = verdictsOf(question, [{ id: '', group: null }], recorded);
  return found?.verdict ?? { kind: 'undecided', cause: 'no quorum', counted: 0 };
};

const codes: Readonly<Record<Exclude<Outcome, 'cast'>, number>> = {
  abstained: ABSTAINED,
  invalid: INVALID,
  failed: FAILED,
};

/** Whether a value passes; null where the criterion says of no value that it does. A verdict on scores against a mark is "pass" or "fail". */
export const passer = (criterion: Criterion, settings: Settings): ((value: Value) => boolean) | null => {
  const label = passLabel(specimenOf(criterion, settings), settings);
  if (label === null) return null;
  const { passAt } = settings;
  return (value) => (typeof value === 'number' && passAt !== null ? value >= passAt - 1e-9 : value === label);
};
