import { isScoreRule, type Counting, type RuleSpec } from '../aggregate/rule.ts';
import type { Value } from '../ballot.ts';
import { Fault } from '../fault.ts';
import type { Poll, RecordedJudge } from '../recording.ts';
import type { Settings } from './settings.ts';

/** A poll made ready for one rule: what is counted, and what right means. */
export type Question = {
  readonly poll: Poll;
  readonly rule: RuleSpec;
  readonly counting: Counting;
  readonly twoLabels: boolean;
  readonly passAt: number | null; // still to be applied to the aggregated score
};

const positives = /^(pass|passed|true|yes|1|correct|right|good|accept|accepted)$/i;

/** Checks that the scale allows the rule, turns scores into pass and fail where asked, and settles which label is the positive one. */
export const ask = (recorded: Poll, judges: readonly RecordedJudge[], settings: Settings): Question => {
  const { rule } = settings;
  const numeric = recorded.values.length > 0 && recorded.values.every((value) => typeof value === 'number');
  if (isScoreRule(rule) && !numeric)
    throw forbidden(recorded, rule, 'needs scores, but its ballots are labels', 'plurality');
  if (settings.target === 'mean' && !numeric)
    throw forbidden(
      recorded,
      rule,
      'can\'t come near a mean score ("--target mean"): its ballots are labels',
      'plurality',
    );
  if (rule.kind === 'bestOfN' && !recorded.cells.some((cell) => cell.scores !== null))
    throw forbidden(recorded, rule, 'picks the ballot with the highest "score", but no ballot has one', 'plurality');
  if (rule.kind === 'weighted') checkWeights(rule.weights, judges);

  const passFail = settings.passAt !== null && numeric && !isScoreRule(rule);
  const poll = passFail ? toPassFail(recorded, settings.passAt ?? 0) : recorded;
  const labels = labelsOf(poll);
  const counting = countingFor(poll, labels, settings);
  return { poll, rule, counting, twoLabels: labels.length <= 2, passAt: numeric && !passFail ? settings.passAt : null };
};

const labelsOf = ({ criterion: { scale }, values }: Poll): readonly Value[] => {
  if (scale.kind === 'nominal' && scale.labels !== null) return scale.labels;
  return scale.kind === 'ordinal' ? scale.levels : values;
};

const countingFor = (poll: Poll, labels: readonly Value[], settings: Settings): Counting => {
  const { rule, tie, priority, quorum, majorityOf } = settings;
  const wanted = settings.positive;
  const positive = labels.find((label) =>
    wanted === null ? positives.test(String(label)) : String(label) === String(wanted),
  );
  const polar = rule.kind === 'threshold' || tie === 'pass' || tie === 'fail' || settings.onNoQuorum === 'fail';
  if (polar && !isScoreRule(rule)) {
    if (labels.length > 2)
      throw forbidden(poll, rule, `needs a scale of two labels, but it has ${labels.length}`, 'plurality');
    if (positive === undefined)
      throw new Fault(
        'scale/forbids-rule',
        `Which label of criterion "${poll.criterion.id}" is the positive one? Its labels are ${list(labels)}, and a threshold, the ties "pass" and "fail" and a missing quorum that fails all need to know.\nName it: --positive ${String(labels[0] ?? 'pass')}.`,
      );
  }
  const yes = positive ?? wanted ?? 'pass';
  return {
    tie,
    priority,
    quorum,
    majorityOf,
    positive: yes,
    negative: labels.find((label) => label !== yes) ?? `not ${yes}`,
  };
};

/** Scores from `tau` up become `pass`, the others `fail`; a gold that is a label already stays. */
const toPassFail = (poll: Poll, tau: number): Poll => {
  const passes = poll.values.map((value) => (Number(value) >= tau ? 0 : 1));
  const toLabel = (code: number): number => (code < 0 ? code : (passes[code] ?? 1));
  return {
    criterion: { id: poll.criterion.id, declared: true, scale: { kind: 'nominal', labels: ['pass', 'fail'] } },
    values: ['pass', 'fail'],
    gold: poll.gold.map((code) => (code === null ? null : toLabel(code))),
    cells: poll.cells.map((cell) => ({ ...cell, codes: cell.codes.map(toLabel) })),
  };
};

const checkWeights = (weights: Readonly<Record<string, number>>, judges: readonly RecordedJudge[]): void => {
  const unknown = Object.keys(weights).filter((id) => !judges.some((judge) => judge.id === id));
  if (unknown.length === 0) return;
  throw new Fault(
    'rule/unknown',
    `The rule "weighted" names ${list(unknown)}, but no such judge cast a ballot, so its weight would count for nothing.\nThe judges are ${list(judges.map(({ id }) => id))}.`,
  );
};

const list = (values: readonly Value[]): string =>
  values
    .slice(0, 12)
    .map((value) => `"${value}"`)
    .join(', ') + (values.length > 12 ? ` and ${values.length - 12} more` : '');

const forbidden = (poll: Poll, rule: RuleSpec, found: string, instead: string): Fault =>
  new Fault(
    'scale/forbids-rule',
    `The rule "${rule.kind}" and criterion "${poll.criterion.id}" don't fit: the criterion ${found}.\nChoose another rule (--rule ${instead}), or report other criteria only (--criterion NAME).`,
  );
