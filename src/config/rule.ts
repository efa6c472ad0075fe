import * as z from 'zod';
import { parseRule } from '../aggregate/parse-rule.ts';
import type { RuleSpec } from '../aggregate/rule.ts';
import type { Settings } from '../analyse/settings.ts';
import type { Value } from '../ballot.ts';
import { Fault } from '../fault.ts';
import type { Judge } from '../panel.ts';
import { check } from './check.ts';
import { between, closed, listOf, meant, oneOf, scalar, wholeFrom, words } from './legal.ts';
import { inside, type Source } from './source.ts';
import { quote } from '../wording/quote.ts';

/** How ballots are counted: the rule, and what ties and labels mean to it. */
export type Counted = Pick<Settings, 'rule' | 'tie' | 'priority' | 'positive' | 'majorityOf'>;

/** Reads `rule`: as the command line writes it (`threshold:2/3`), or a map with its kind and what goes with it. */
export const readRule = (source: Source, judges: readonly Judge[]): Partial<Counted> => {
  const written = check(schema, source);
  if (typeof written === 'string') return { rule: parsed(written, source) };
  const { kind, tie, priority, positive, majorityOf } = written;
  refuseStray(written, source);
  if (tie === 'priority' && priority === undefined)
    throw new Fault(
      'config/missing',
      'The tie rule is "priority", but no order is given, so a tie stays open.\nAdd it: priority: [fail, pass].',
      { where: source.where(['tie']) },
    );
  if (kind === 'weighted') checkJudges(written.weights ?? {}, judges, source);
  return {
    rule: specOf(written, source),
    ...(tie === undefined ? {} : { tie }),
    ...(priority === undefined ? {} : { priority: priority.map(asValue) }),
    ...(positive === undefined ? {} : { positive: asValue(positive) }),
    ...(majorityOf === undefined ? {} : { majorityOf }),
  };
};

/** A weight of a judge that stays away this time weighs nothing. */
export const amongSeated = (rule: RuleSpec, judges: readonly Judge[]): RuleSpec =>
  rule.kind === 'weighted'
    ? {
        ...rule,
        weights: Object.fromEntries(
          Object.entries(rule.weights).filter(([id]) => judges.some((each) => each.id === id)),
        ),
      }
    : rule;

const TAKES = 'a rule such as majority or threshold:2/3, or a map such as {kind: majority, tie: split}';

const schema = z.union(
  [
    words,
    closed({
      kind: words,
      tie: oneOf('split', 'first', 'priority', 'pass', 'fail', 'abstain').optional(),
      priority: listOf(scalar, 'a list of labels, the strongest first').optional(),
      positive: scalar.optional(),
      majorityOf: oneOf('valid', 'seats').optional(),
      atLeast: z.union([z.number(), z.string()], { error: 'a number of votes, or a share such as 2/3' }).optional(),
      of: oneOf('votes', 'share').optional(),
      weights: z.record(z.string(), wholeFrom(1), { error: 'a map from judges to weights' }).optional(),
      share: between(0, 0.499).optional(),
    }),
  ],
  { error: TAKES },
);

type Written = Exclude<z.output<typeof schema>, string>;

/** What only some kinds of rule have. */
const own: Readonly<Record<string, readonly (keyof Written)[]>> = {
  threshold: ['atLeast', 'of'],
  weighted: ['weights'],
  trimmedMean: ['share'],
  winsorisedMean: ['share'],
};

const refuseStray = (written: Written, source: Source): void => {
  for (const key of ['atLeast', 'of', 'weights', 'share'] as const)
    if (written[key] !== undefined && !(own[written.kind] ?? []).includes(key))
      throw new Fault(
        'config/value',
        `The rule ${quote(written.kind)} has no use for "${key}", so what it says would be lost.\nTake it out, or choose the rule that it belongs to.`,
        { where: source.where([key]) },
      );
  for (const key of (own[written.kind] ?? []).filter((key) => key !== 'of'))
    if (written[key] === undefined)
      throw new Fault(
        'config/missing',
        `The rule ${quote(written.kind)} lacks "${key}", and can't be applied without it.\nAdd it.`,
        {
          where: source.where(['kind']),
        },
      );
};

const specOf = (written: Written, source: Source): RuleSpec => {
  const { kind, atLeast, of, weights = {}, share } = written;
  if (kind === 'weighted') return { kind, weights };
  if (kind === 'threshold') {
    if (of === 'share' && atLeast === 1) return { kind, atLeast: 1, of };
    const rule = parsed(`threshold:${atLeast}`, inside(source, ['atLeast']));
    if (of === undefined || (rule.kind === kind && rule.of === of)) return rule;
    throw new Fault(
      'config/value',
      `A threshold of ${atLeast} is no number of ${of === 'votes' ? 'votes' : 'shares'}, so the two keys contradict each other.\nWrite votes as a whole number, a share as 2/3 or 0.6.`,
      { where: source.where(['of']) },
    );
  }
  return parsed(share === undefined ? kind : `${kind}:${share}`, inside(source, ['kind']));
};

const parsed = (text: string, source: Source): RuleSpec => {
  try {
    return parseRule(text);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(error.code, error.message, { where: source.where(), cause: error });
  }
};

const checkJudges = (weights: Readonly<Record<string, number>>, judges: readonly Judge[], source: Source): void => {
  const ids = judges.map(({ id }) => id);
  const unknown = Object.keys(weights).find((id) => !ids.includes(id));
  if (unknown === undefined) return;
  throw new Fault(
    'rule/unknown',
    `The rule "weighted" gives a weight to ${quote(unknown)}, but the panel seats nobody of this name, so the weight would count for nothing.\n${meant(unknown, ids)} A judge with several temperatures or variants is several: weigh each by its id.`,
    { where: source.where(['weights', unknown]) },
  );
};

const asValue = (written: string | number | boolean): Value =>
  typeof written === 'boolean' ? String(written) : written;
