import { InvalidArgumentError } from 'commander';
import { parseRule } from '../aggregate/parse-rule.ts';
import type { RuleSpec } from '../aggregate/rule.ts';
import { defaults, type Settings } from '../analyse/settings.ts';
import { Fault } from '../fault.ts';
import type { ReadOptions } from '../ledger/read.ts';
import { parseScale, type ScaleDeclaration } from '../ledger/scale.ts';
import { shareIn } from './gate-flag.ts';
import type { GateOptions } from './gate-options.ts';

/** The options of `empanel report` as commander hands them over. */
export type ReportOptions = GateOptions & {
  readonly out?: string;
  readonly title?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly rule?: RuleSpec;
  readonly tie: Settings['tie'];
  readonly priority?: readonly string[];
  readonly positive?: string;
  readonly quorum: number;
  readonly onNoQuorum: Settings['onNoQuorum'];
  readonly majorityOf: Settings['majorityOf'];
  readonly passAt?: number;
  readonly target: Settings['target'];
  readonly scale?: readonly ScaleDeclaration[];
  readonly abstainAsLabel?: boolean;
  readonly judge?: readonly string[];
  readonly criterion?: readonly string[];
  readonly group?: readonly string[];
  readonly samples?: number;
  readonly design: readonly Settings['designs'][number][];
  readonly groups: Settings['groups'];
  readonly maxN: number;
  readonly level: number;
  readonly resamples: number;
  readonly seed: number;
};

/** What the reader needs of the options. */
export const readOptions = (options: ReportOptions): ReadOptions => ({
  scales: options.scale ?? [],
  abstainAsLabel: options.abstainAsLabel ?? false,
  ...(options.samples === undefined ? {} : { samples: options.samples }),
  select: {
    ...(options.judge === undefined ? {} : { judges: options.judge }),
    ...(options.criterion === undefined ? {} : { criteria: options.criterion }),
    ...(options.group === undefined ? {} : { groups: options.group }),
  },
});

/** What the analysis needs of them. */
export const settingsOf = (options: ReportOptions): Settings => {
  const rule = options.rule ?? { kind: options.target === 'mean' ? 'mean' : 'plurality' };
  if (options.tie === 'priority' && (options.priority ?? []).length === 0)
    throw new Fault(
      'option/value',
      'The tie rule "priority" has no order of labels to follow.\nGive one, the first to win a tie first: --priority fail,pass.',
    );
  if (options.tie !== 'priority' && options.priority !== undefined)
    throw new Fault(
      'option/value',
      `--priority orders the labels for the tie rule "priority", but the tie rule is "${options.tie}", which looks at no order.\nAdd --tie priority, or leave --priority out.`,
    );
  if (rule.kind === 'bestOfN' && options.tie !== 'split' && options.tie !== 'first')
    throw new Fault(
      'option/value',
      `The rule "bestOfN" shares a tie of scores among its ballots, so the tie rule "${options.tie}" has no effect on it.\nLeave --tie out, or choose split or first.`,
    );
  if (options.target === 'mean' && options.passAt !== undefined)
    throw new Fault(
      'option/value',
      '--pass-at asks whether a row passes, and --target mean how near its score comes to gold: one report can answer one of the two.\nLeave one of them out.',
    );
  return {
    ...defaults,
    rule,
    tie: options.tie,
    priority: options.priority ?? [],
    positive: options.positive ?? null,
    quorum: options.quorum,
    onNoQuorum: options.onNoQuorum,
    majorityOf: options.majorityOf,
    passAt: options.passAt ?? null,
    target: options.target,
    designs: options.design,
    groups: options.groups,
    maxN: options.maxN,
    margin: options.margin ?? defaults.margin,
    level: options.level,
    resamples: options.resamples,
    seed: options.seed,
  };
};

/** Reads a whole number within bounds. */
export const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    return value;
  };

/** Reads a number within bounds, ends excluded where they are open. */
export const within =
  (least: number, most: number, ends: 'open' | 'closed') =>
  (text: string): number => {
    const value = Number(text);
    const inside = ends === 'open' ? value > least && value < most : value >= least && value <= most;
    if (text.trim() === '' || !inside)
      throw new InvalidArgumentError(`It must be a number between ${least} and ${most}.`);
    return value;
  };

/** Reads a share of rows, as a number between 0 and 1 or in per cent. */
export const share = (text: string): number => {
  const value = shareIn(text);
  if (value === null || value <= 0 || value >= 1)
    throw new InvalidArgumentError('It must be a number between 0 and 1 such as 0.02, or 2%.');
  return value;
};

/** Reads an amount above zero. */
export const positive = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0) || !Number.isFinite(value))
    throw new InvalidArgumentError('It must be a number above 0.');
  return value;
};

/** Reads any number. */
export const numeric = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
};

/** Reads a list, and adds to one already given. */
export const list = (text: string, before: readonly string[] | undefined): string[] => [
  ...(before ?? []),
  ...text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
];

/** Reads names that may themselves hold commas: one an option. */
export const names = (text: string, before: readonly string[] | undefined): string[] => [...(before ?? []), text];

/** Reads the designs, by name. */
export const designs = (text: string): Settings['designs'] =>
  list(text, []).map((name) => {
    const design = defaults.designs.find((known) => known.toLowerCase() === name.toLowerCase());
    if (design === undefined)
      throw new InvalidArgumentError(`There is no design "${name}"; there are ${defaults.designs.join(', ')}.`);
    return design;
  });

export const scale = (text: string, before: readonly ScaleDeclaration[] | undefined): ScaleDeclaration[] => [
  ...(before ?? []),
  parseScale(text),
];

export const rule = (text: string): RuleSpec => parseRule(text);
