import { combinedCriteria } from '../aggregate/combine.ts';
import { passLabel } from '../analyse/pass-label.ts';
import type { Settings } from '../analyse/settings.ts';
import { specimenOf } from '../analyse/specimen.ts';
import { COMBINED, type Arm, type Subject } from '../arm.ts';
import { Fault } from '../fault.ts';
import type { DataRow } from '../row.ts';
import type { AskedCriterion } from '../rubric.ts';
import { quote, quoteAll } from '../wording/quote.ts';
import type { Gold } from './gold.ts';
import { meant } from './legal.ts';
import type { Source } from './source.ts';

/** What gates can be about. `gold`: something says what is right; `passes`: something says what passing is. */
export type Gateable = {
  readonly subjects: readonly (Pick<Subject, 'id' | 'kind'> & { readonly gold: boolean; readonly passes: boolean })[];
  readonly rows: readonly string[];
  readonly cut: boolean; // whether only the first rows of the data set are here
  /** How gold and passes are told where they are missing, and how to keep to one criterion; as in a config where nothing is said. */
  readonly remedies?: Remedies;
};

export type Remedies = {
  readonly gold: string;
  readonly passes: string;
  readonly only: (criterion: string) => string;
};

const inConfig: Remedies = {
  gold: 'Name the columns of right values in the rubric, gold: COLUMN (they hold for outputs of the data set, not for sampled ones)',
  passes: 'Name it (rule: {kind: …, positive: LABEL}), or the score from which on (curve: {passAt: SCORE})',
  only: (criterion) => `let the gate be about a criterion that has it: criterion: ${criterion}`,
};

/** What gates can be about before anything is asked. */
export const gateableIn = ({
  criteria,
  golds,
  settings,
  rows,
  cut,
}: {
  readonly criteria: readonly AskedCriterion[];
  readonly golds: readonly Gold[];
  readonly settings: Settings;
  readonly rows: readonly DataRow[];
  readonly cut: boolean;
}): Gateable => {
  const single = criteria.map((criterion) => ({
    id: criterion.id,
    kind: 'criterion' as const,
    gold: golds.some((gold) => gold.holds && gold.criterion.id === criterion.id),
    passes: saysPassing(criterion, settings),
  }));
  const counted = settings.combine === null ? null : combinedCriteria(settings.combine);
  const parts = single.filter(({ id }) => counted?.includes(id));
  const combined = { id: COMBINED, kind: 'combined' as const, gold: parts.every(({ gold }) => gold), passes: true };
  return { subjects: counted === null ? single : [...single, combined], rows: rows.map(({ id }) => id), cut };
};

/** Whether it is known which verdicts are passes. Open answers have no labels to look among: the rule has to name one. */
const saysPassing = (criterion: AskedCriterion, settings: Settings): boolean =>
  criterion.scale.kind === 'nominal' && criterion.scale.labels === null
    ? settings.positive !== null
    : passLabel(specimenOf(criterion, settings), settings) !== null;

/** What gates can be about where the verdicts are there already. */
export const gateableOf = ({ subjects }: Arm): Gateable => ({
  subjects: subjects.map(({ id, kind, pass, rows }) => ({
    id,
    kind,
    gold: rows.values().some(({ gold }) => gold !== null),
    passes: pass !== null,
  })),
  rows: [...new Set(subjects.flatMap(({ rows }) => [...rows.keys()]))],
  cut: false,
});

/** What a gate speaks of: what it names, else all criteria together where they are combined, else each by itself. */
export const spokenOf = (source: Source, named: string | null, { subjects }: Gateable): Gateable['subjects'] => {
  const combined = subjects.find(({ kind }) => kind === 'combined');
  if (named === null) return combined === undefined ? subjects : [combined];
  const spoken = subjects.find(({ id }) => id === named);
  if (spoken !== undefined) return [spoken];
  const ids = subjects.map(({ id }) => id);
  throw new Fault(
    'config/value',
    named === COMBINED
      ? `The gate is about all criteria combined, but nothing combines them, so they have no verdict together.\nAdd combine: all to the config, or name one of the criteria: ${quoteAll(ids)}.`
      : `The gate is about ${quote(named)}, which is no criterion, so it could never be decided.\n${meant(named, ids)}`,
    { where: source.where(['criterion']) },
  );
};

/** Checks that something says what is right on all that a gate speaks of. */
export const requireGold = (source: Source, asks: string, spoken: Gateable['subjects'], about: Gateable): void =>
  requireAll(source, asks, about, {
    lacking: spoken.filter(({ gold }) => !gold),
    able: about.subjects.filter(({ gold }) => gold),
    lacks: 'no gold that holds for these outputs, so nobody can say what is wrong',
    remedy: 'gold',
  });

/** Checks that something says what passing is on all that a gate speaks of. */
export const requirePasses = (source: Source, asks: string, spoken: Gateable['subjects'], about: Gateable): void =>
  requireAll(source, asks, about, {
    lacking: spoken.filter(({ passes }) => !passes),
    able: about.subjects.filter(({ passes }) => passes),
    lacks: 'no label that is known to pass',
    remedy: 'passes',
  });

type Requirement = {
  readonly lacking: Gateable['subjects'];
  readonly able: Gateable['subjects'];
  readonly lacks: string;
  readonly remedy: 'gold' | 'passes';
};

const requireAll = (
  source: Source,
  asks: string,
  { remedies = inConfig }: Gateable,
  { lacking, able, lacks, remedy }: Requirement,
): void => {
  if (lacking.length === 0) return;
  const [{ id: example } = { id: '' }] = able;
  const who = lacking.some(({ kind }) => kind === 'combined')
    ? 'the criteria combined have'
    : `${quoteAll(lacking.map(({ id }) => id))} ${lacking.length === 1 ? 'has' : 'have'}`;
  const instead = able.length === 0 ? '' : `, or ${remedies.only(example)}`;
  throw new Fault('config/value', `The gate asks for ${asks}, but ${who} ${lacks}.\n${remedies[remedy]}${instead}.`, {
    where: source.where(['criterion']),
  });
};
