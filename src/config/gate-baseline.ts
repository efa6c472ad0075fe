import * as z from 'zod';
import type { Arm } from '../arm.ts';
import { readBaseline } from '../baseline/read-baseline.ts';
import { Fault } from '../fault.ts';
import { allowances, type GateSpec } from '../gate.ts';
import { quote, quoteAll } from '../wording/quote.ts';
import { check } from './check.ts';
import { requireGold, requirePasses, spokenOf, type Gateable } from './gate-subject.ts';
import { levelOf, numberAt, type Takes } from './gate-value.ts';
import { closed, listOf, oneOf, words } from './legal.ts';
import { beside, inside, type Source } from './source.ts';

type BaselineGate = Extract<GateSpec, { kind: 'baseline' }>;

/** Reads a gate that asks whether a run is worse than its baseline by the margin, and the baseline with it. */
export const readBaselineGate = async (source: Source, about: Gateable): Promise<BaselineGate> => {
  const written = check(schema, source);
  const { criterion = null, metric = null, onInconclusive = 'warn', allow = [] } = written;
  const margin = marginOf(source);
  const level = levelOf(source);
  const spoken = spokenOf(source, criterion, about);
  if (metric === 'errorRate') requireGold(source, '"errorRate"', spoken, about);
  if (metric === 'passRate') requirePasses(source, '"passRate"', spoken, about);
  if (metric === null)
    requirePasses(
      source,
      'a comparison with a baseline',
      spoken.filter(({ gold }) => !gold),
      about,
    );
  const file = beside(source.folder, written.baseline);
  const { arm, sha256 } = await readBaseline(file, { where: source.where(['baseline']) });
  const wanted = spoken.map(({ id }) => id);
  checkSubjects(arm, wanted, { file, source, allowsRubric: allow.includes('rubric') });
  if (metric === 'errorRate') checkGold(arm, wanted, { file, source });
  return {
    kind: 'baseline',
    subject: criterion,
    metric,
    baseline: arm,
    file,
    sha256,
    margin,
    allow: [...new Set(allow)],
    level,
    onInconclusive,
    where: source.where(),
  };
};

const schema = closed({
  baseline: words,
  margin: z.unknown().optional(),
  metric: oneOf('errorRate', 'passRate').optional(),
  criterion: words.optional(),
  level: z.unknown().optional(),
  onInconclusive: oneOf('warn', 'fail').optional(),
  allow: listOf(oneOf(...allowances), `one of ${quoteAll(allowances)}, or a list of them`).optional(),
});

const share: Takes = {
  takes: 'a share of rows above 0 and below 1, such as 0.02 for 2 points',
  fits: (value) => value > 0 && value < 1,
};

const marginOf = (source: Source): number => {
  const { value } = inside(source, ['margin']);
  if (value === undefined)
    throw new Fault(
      'config/missing',
      'The gate has no "margin", so it is open how much worse than its baseline a run may be.\nAdd one: margin: 0.02 lets 2 rows more of a hundred go wrong.',
      { where: source.where() },
    );
  if (value === 0)
    throw new Fault(
      'config/value',
      '"margin" of the gate is 0, and no number of rows can show that a run is not worse at all, so the gate could never pass.\nWrite the smallest loss that you would mind, such as 0.02; for single rows that must never fail, take a "guard".',
      { where: source.where(['margin']) },
    );
  return numberAt(source, 'margin', share);
};

type Place = { readonly file: string; readonly source: Source };

/** Where criteria come and go the baseline may lack some, if that is allowed, but not all. */
const checkSubjects = (
  arm: Arm,
  wanted: readonly string[],
  { file, source, allowsRubric }: Place & { readonly allowsRubric: boolean },
): void => {
  const there = arm.subjects.map(({ id }) => id);
  const missing = wanted.filter((id) => !there.includes(id));
  if (missing.length === 0 || (allowsRubric && missing.length < wanted.length)) return;
  const shared = there.find((id) => wanted.includes(id));
  const instead = shared === undefined ? '' : `; or let the gate be about what both have: criterion: ${shared}`;
  throw new Fault(
    'config/value',
    `The baseline ${quote(file, 200)} has no verdicts on ${quoteAll(missing)}, so it was written under another rubric; it has verdicts on ${quoteAll(there)}.\nWrite it again from a run of this rubric: empanel baseline write RUN${instead}`,
    { where: source.where(['baseline']) },
  );
};

const checkGold = (arm: Arm, wanted: readonly string[], { file, source }: Place): void => {
  const lacking = arm.subjects.filter(
    ({ id, rows }) => wanted.includes(id) && rows.values().every(({ error }) => error === null),
  );
  if (lacking.length === 0) return;
  throw new Fault(
    'config/value',
    `The gate asks for "errorRate", but the baseline ${quote(file, 200)} has no gold on ${quoteAll(lacking.map(({ id }) => id))}, so nobody can say where it was wrong.\nWrite it again from a run with gold, empanel baseline write RUN, or compare passes: metric: passRate.`,
    { where: source.where(['metric']) },
  );
};
