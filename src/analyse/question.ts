import { isScoreRule, type Counting, type RuleSpec } from '../aggregate/rule.ts';
import type { Value } from '../ballot.ts';
import { Fault } from '../fault.ts';
import type { Poll, RecordedJudge } from '../recording.ts';
import { labelsOf } from './pass-label.ts';
import { againstPass, isScored, positives } from './pass-at.ts';
import type { Settings } from './settings.ts';
import { flags, type Spelling } from './spelling.ts';

/** A poll made ready for one rule: what is counted, and what right means. */
export type Question = {
  readonly poll: Poll;
  readonly rule: RuleSpec;
  readonly counting: Counting;
  readonly verdictQuorum: number; // of the whole panel, where `counting.quorum` is that of any draw
  readonly twoLabels: boolean;
  readonly passes: boolean; // whether scores were turned into pass and fail
  readonly passAt: number | null; // still to be applied to the aggregated score
};

/** Checks that the scale allows the rule, turns scores into pass and fail where asked, and settles which label is the positive one. */
export const ask = (
  recorded: Poll,
  judges: readonly RecordedJudge[],
  settings: Settings,
  spelling: Spelling = flags,
): Question => {
  const { rule, passAt } = settings;
  const passing =
    passAt === null
      ? null
      : againstPass(recorded, passAt, { asLabels: !isScoreRule(rule), positive: settings.positive, spelling });
  const poll = passing ?? recorded;
  checkScale(poll, settings, spelling);
  if (rule.kind === 'weighted') checkWeights(rule.weights, judges);
  const labels = passing === null ? labelsOf(poll) : ['pass', 'fail'];
  const meant =
    passing === null && rule.kind === 'threshold' && isOpen(poll, settings)
      ? { ...rule, kind: 'leader' as const }
      : rule;
  return {
    poll,
    rule: meant,
    counting: countingFor(poll, labels, { ...settings, rule: meant }, spelling),
    verdictQuorum: settings.verdictQuorum ?? settings.quorum,
    twoLabels: labels.length <= 2,
    passes: passing !== null,
    passAt: passing !== null && isScoreRule(rule) ? passAt : null,
  };
};

const checkScale = (poll: Poll, { rule, target }: Settings, spelling: Spelling): void => {
  const forbidden = forbidding(poll, rule, spelling);
  const mean = spelling.option('target', 'mean');
  if (isScoreRule(rule) && !isScored(poll)) throw forbidden('needs scores, but its ballots are labels', 'plurality');
  if (
    target === 'mean' &&
    !(isScored(poll) && poll.gold.every((code) => code === null || typeof poll.values[code] === 'number'))
  )
    throw forbidden(`can't come near a mean score (${mean}): its ballots or its gold are labels`, 'plurality');
  if (target === 'mean' && !isScoreRule(rule))
    throw forbidden(`is compared by how near its scores come (${mean}), and the rule picks a label`, 'mean');
  if (rule.kind === 'bestOfN' && !poll.cells.some((cell) => cell.scores !== null))
    throw forbidden('picks the ballot with the highest "score", but no ballot has one', 'plurality');
};

/** Whether answers are open: among more than two labels, or labels that nobody listed, none is the positive one. */
const isOpen = ({ criterion: { scale, declared }, values }: Poll, { positive }: Settings): boolean => {
  if (scale.kind !== 'nominal') return false;
  if (scale.labels !== null) return scale.labels.length > 2;
  return values.length > 2 || (declared && positive === null);
};

const countingFor = (poll: Poll, labels: readonly Value[], settings: Settings, spelling: Spelling): Counting => {
  const { rule, tie, priority, quorum, majorityOf } = settings;
  const wanted = settings.positive;
  const positive = labels.find((label) =>
    wanted === null ? positives.test(String(label)) : String(label) === String(wanted),
  );
  const polar = rule.kind === 'threshold' || tie === 'pass' || tie === 'fail' || settings.onNoQuorum === 'fail';
  if (polar && !isScoreRule(rule)) {
    if (labels.length > 2)
      throw forbidding(poll, rule, spelling)(`needs a scale of two labels, but it has ${labels.length}`, 'plurality');
    if (positive === undefined)
      throw new Fault(
        'scale/forbids-rule',
        `Which label of criterion "${poll.criterion.id}" is the positive one? Its labels are ${list(labels)}, and a threshold, the ties "pass" and "fail" and a missing quorum that fails all need to know.\nName it: ${spelling.option('positive', String(labels[0] ?? 'pass'))}.`,
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

/** Of what was found, and the rule that would fit instead. */
const forbidding =
  ({ criterion }: Poll, rule: RuleSpec, { option, criteria }: Spelling) =>
  (found: string, instead: string): Fault =>
    new Fault(
      'scale/forbids-rule',
      `The rule "${rule.kind}" and criterion "${criterion.id}" don't fit: the criterion ${found}.\nChoose another rule (${option('rule', instead)})${criteria === null ? '' : `, or report other criteria only (${criteria})`}.`,
    );
