import { parseRule } from '../aggregate/parse-rule.ts';
import type { RuleSpec, Tie } from '../aggregate/rule.ts';
import { defaults, type Settings } from '../analyse/settings.ts';
import { Fault } from '../fault.ts';
import { nearest } from '../wording/nearest.ts';
import { quote, quoteAll } from '../wording/quote.ts';

/** How ballots are counted. What is left out is as the command line has it: plurality, ties shared, a quorum of one. */
export type Counting = Partial<
  Pick<Settings, 'tie' | 'priority' | 'positive' | 'quorum' | 'onNoQuorum' | 'majorityOf' | 'passAt' | 'target'>
> & {
  /** As the command line writes it (`majority`, `threshold:2/3`, `weighted:a=2,b=1`), or as data. */
  readonly rule?: RuleSpec | string;
};

/** Counting, and how an error curve is drawn: sizes, intervals, chance. */
export type Analysing = Counting &
  Partial<Pick<Settings, 'designs' | 'groups' | 'maxN' | 'margin' | 'level' | 'resamples' | 'seed'>>;

/** The settings that the options mean. Throws a `Fault` (`option/value`, `rule/unknown`) where one can't be. */
export const settingsFrom = ({ rule, ...options }: Analysing): Settings => {
  const { target = defaults.target, tie = defaults.tie, priority = defaults.priority } = options;
  requireOneOf('tie', tie, ties);
  requireOneOf('target', target, ['labels', 'mean']);
  if (tie === 'priority' && priority.length === 0)
    throw new Fault(
      'option/value',
      "The tie rule \"priority\" has no order of labels to follow.\nGive one, the first to win a tie first: priority: ['fail', 'pass'].",
    );
  for (const [name, fits, takes] of bounds) {
    const value = options[name];
    if (value !== undefined && !fits(value))
      throw new Fault('option/value', `"${name}" is ${quote(String(value))}, but takes ${takes}.\nCorrect it.`);
  }
  const fallback: RuleSpec = target === 'mean' ? { kind: 'mean' } : defaults.rule;
  return {
    ...defaults,
    ...options,
    rule: typeof rule === 'string' ? parseRule(rule) : (rule ?? fallback),
  };
};

const ties: readonly Tie[] = ['split', 'first', 'priority', 'pass', 'fail', 'abstain'];

const isShare = (value: number): boolean => value > 0 && value < 1;
const isWhole =
  (least: number) =>
  (value: number): boolean =>
    Number.isInteger(value) && value >= least;

const bounds = [
  ['quorum', isWhole(0), 'a whole number of ballots'],
  ['maxN', isWhole(1), 'a whole number of ballots from 1 up'],
  ['resamples', isWhole(100), 'a whole number from 100 up'],
  ['seed', isWhole(0), 'a whole number from 0 up'],
  ['margin', isShare, 'a share between 0 and 1, such as 0.01 for one point'],
  ['level', isShare, 'a share between 0 and 1, such as 0.95'],
] as const;

const requireOneOf = (name: string, value: string, legal: readonly string[]): void => {
  if (legal.includes(value)) return;
  const near = nearest(value, legal);
  throw new Fault(
    'option/value',
    `"${name}" is ${quote(value)}, which means nothing here.\n${near === null ? `Legal are ${quoteAll(legal)}.` : `Did you mean ${quote(near)}?`}`,
  );
};
