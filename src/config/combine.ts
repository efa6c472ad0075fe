import * as z from 'zod';
import { COMBINED } from '../arm.ts';
import type { Combine } from '../experiment.ts';
import { Fault } from '../fault.ts';
import type { JudgeCriterion } from '../rubric.ts';
import { quote, quoteAll } from '../wording/quote.ts';
import { check } from './check.ts';
import { above, closed, meant, wholeFrom } from './legal.ts';
import type { Source } from './source.ts';

/** Reads `combine`: how many of a rubric's criteria a row has to pass, or what weight of them: up to 1 a share of all weight, above 1 a sum. */
export const readCombine = (source: Source, criteria: readonly JudgeCriterion[]): Combine => {
  const written = check(schema, source);
  const ids = criteria.map(({ id }) => id);
  if (ids.length === 0)
    throw new Fault(
      'config/value',
      'Verdicts are to be combined, but there is no rubric, so there is nothing to combine.\nTake "combine" out, or add a rubric.',
      { where: source.where() },
    );
  if (ids.includes(COMBINED))
    throw new Fault(
      'config/value',
      `One criterion of the rubric is called ${quote(COMBINED)}, and so is the verdict on all of them together, so nobody could tell the two apart.\nRename the criterion, or take "combine" out.`,
      { where: source.where() },
    );
  if (written === 'all') return { weights: alike(ids), atLeast: ids.length, label: 'all' };
  if (!('weights' in written)) return counted(written.atLeast, ids, source);
  const { weights, atLeast } = written;
  checkNames(weights, ids, source);
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
  const needed = atLeast <= 1 ? atLeast * sum : atLeast;
  if (needed > sum)
    throw tooMany(
      `a weight of ${atLeast}`,
      `weights that sum to ${rounded(sum)}`,
      source,
      ` Up to 1 it is a share of all weight, such as 0.75; above 1 it is a sum of weights.`,
    );
  return { weights, atLeast: needed, label: `a weight of at least ${rounded(needed)} of ${rounded(sum)}` };
};

const TAKES =
  '"all", {atLeast: 3} (criteria), or {weights: {CRITERION: 2, …}, atLeast: 0.75} (up to 1 a share of all weight, so 1 is all of it; above 1 a sum of weights)';

const schema = z.union(
  [
    z.literal('all'),
    closed({ weights: z.record(z.string(), above(0), { error: 'a map from criteria to weights' }), atLeast: above(0) }),
    closed({ atLeast: wholeFrom(1) }),
  ],
  { error: TAKES },
);

const counted = (atLeast: number, ids: readonly string[], source: Source): Combine => {
  if (atLeast > ids.length) throw tooMany(String(atLeast), `${ids.length} criteria`, source);
  return { weights: alike(ids), atLeast, label: `at least ${atLeast} of ${ids.length}` };
};

const alike = (ids: readonly string[]): Record<string, number> => Object.fromEntries(ids.map((id) => [id, 1]));

const checkNames = (weights: Readonly<Record<string, number>>, ids: readonly string[], source: Source): void => {
  const unknown = Object.keys(weights).find((id) => !ids.includes(id));
  if (unknown !== undefined)
    throw new Fault(
      'config/value',
      `"combine" weighs ${quote(unknown)}, which is no criterion of the rubric, so the weight would count for nothing.\n${meant(unknown, ids)}`,
      { where: source.where(['weights', unknown]) },
    );
  const missing = ids.filter((id) => !Object.hasOwn(weights, id));
  if (missing.length > 0)
    throw new Fault(
      'config/missing',
      `"combine" gives no weight to ${quoteAll(missing)}, so it is open what ${missing.length === 1 ? 'it counts' : 'they count'}.\nGive every criterion a weight.`,
      { where: source.where(['weights']) },
    );
};

const tooMany = (wanted: string, there: string, source: Source, meaning = ''): Fault =>
  new Fault(
    'config/value',
    `"combine" asks for ${wanted}, and there are ${there}, so no row could ever pass.\nLower "atLeast".${meaning}`,
    { where: source.where(['atLeast']) },
  );

const rounded = (value: number): string => String(Number(value.toFixed(6)));
