import { defaults, type Settings } from '../../analyse/settings.ts';
import { readCurve } from '../../config/curve.ts';
import { checkFit } from '../../config/fit.ts';
import { readJudges } from '../../config/judges.ts';
import { readLimits } from '../../config/limits.ts';
import { check } from '../../config/check.ts';
import { meant, oneOf, wholeFrom, words } from '../../config/legal.ts';
import { readQuorum } from '../../config/quorum.ts';
import { readRubric } from '../../config/rubric.ts';
import { readRule } from '../../config/rule.ts';
import { inside, type Source } from '../../config/source.ts';
import type { Limits } from '../../experiment.ts';
import { Fault } from '../../fault.ts';
import type { Judge } from '../../panel.ts';
import type { AskedCriterion } from '../../rubric.ts';
import { quote } from '../../wording/quote.ts';
import type { Declared } from './find-panel.ts';

/** A panel as a door's config or a block `empanel` declares it, checked. */
export type PanelTerms = {
  readonly judges: readonly Judge[];
  readonly settings: Settings;
  readonly limits: Limits;
  readonly privacy: 'full' | 'hashes';
  readonly ledger: string | null; // a path; null: where the environment says, else in memory
  readonly onUndecided: 'error' | 'throw';
};

/** What a door asks its panel. `own` are the keys that this door alone has. */
export type DoorTerms = {
  readonly criteria: readonly AskedCriterion[];
  readonly seats: 'judges' | 'members';
  readonly rule: Settings['rule']; // where none is declared
  readonly own: readonly string[];
  readonly variants: readonly string[];
};

const shared = [
  'judges',
  'samples',
  'rule',
  'quorum',
  'curve',
  'limits',
  'privacy',
  'ledger',
  'onUndecided',
  'basePath', // promptfoo adds it
] as const;

/** Reads a panel with the spelling and the checks of the block `empanel`; what the door's config says goes before what the block says. */
export const readPanel = async (
  { config, block }: Declared,
  { criteria, seats, rule, own, variants }: DoorTerms,
): Promise<PanelTerms> => {
  refuseUnknown(config, [...shared, ...own]);
  const part = (key: string): Source => {
    const written = inside(config, [key]);
    return written.value === undefined && block !== null ? inside(block, [key]) : written;
  };
  const has = (key: string): boolean => part(key).value !== undefined;

  const written = seats === 'members' && has('members') ? part('members') : part('judges');
  const wordings = { rubric: [...variants, ...(await variantsOf(block))], answer: [] };
  const kind = criteria[0]?.kind ?? 'judge';
  const samples = has('samples') ? check(wholeFrom(1), part('samples')) : null;
  const panel = readJudges(written, wordings);
  // In a block that serves several purposes some only answer, and some only judge.
  const fitting = panel.filter(({ asks }) => asks === 'both' || asks === kind);
  if (fitting.length === 0)
    throw new Fault(
      'panel/judge',
      `No judge is asked what is asked here, so nobody could vote.\nLet a judge ask it: asks: both, or asks: ${kind}.`,
      { where: written.where() },
    );
  const judges = fitting.map((judge) => (samples === null ? judge : { ...judge, samples }));

  const { settings: counting } = readQuorum(part('quorum'), criteria, judges);
  const settings: Settings = {
    ...defaults,
    rule,
    ...(has('rule') ? readRule(part('rule'), judges) : {}),
    ...counting,
    ...(has('curve') ? readCurve(part('curve')) : {}),
  };
  // What can't say when it passes can't be told to promptfoo.
  checkFit(criteria, settings, { rule: part('rule').where(), combine: part('rule').where() });
  return {
    judges,
    settings,
    limits: readLimits(part('limits'), null),
    privacy: has('privacy') ? check(oneOf('full', 'hashes'), part('privacy')) : 'full',
    ledger: has('ledger') ? check(words, part('ledger')) : null,
    onUndecided: has('onUndecided') ? check(oneOf('error', 'throw'), part('onUndecided')) : 'error',
  };
};

const refuseUnknown = (config: Source, legal: readonly string[]): void => {
  const unknown = Object.keys(Object(config.value)).find((key) => !legal.includes(key));
  if (unknown === undefined) return;
  throw new Fault(
    'config/unknown-key',
    `${quote(unknown)} is no key of the ${config.where()}, so what it says would be lost.\n${meant(unknown, legal)}`,
    { where: config.where([unknown]) },
  );
};

/** The wordings that judges of a block may be given: those of its rubric. */
const variantsOf = async (block: Source | null): Promise<readonly string[]> => {
  if (block === null) return [];
  const rubric = inside(block, ['rubric']);
  if (rubric.value === undefined) return [];
  return (await readRubric(rubric)).rubric.variants.map(({ id }) => id);
};
