import * as z from 'zod';
import { COMBINED } from '../arm.ts';
import { Fault } from '../fault.ts';
import { metrics, type GateSpec, type Metric } from '../gate.ts';
import { check } from './check.ts';
import { requireGold, requirePasses, spokenOf, type Gateable } from './gate-subject.ts';
import { alpha, dollars, levelOf, numberAt, rate } from './gate-value.ts';
import { closed, duration, oneOf, words } from './legal.ts';
import { inside, type Source } from './source.ts';

type Bound = Extract<GateSpec, { kind: 'bound' }>;

/** Reads a gate that holds a metric to a bound. Agreement has no sum over criteria: without a criterion it is a gate for each. */
export const readBounds = (source: Source, about: Gateable): readonly Bound[] => {
  const { metric, criterion = null, onInconclusive = 'warn' } = check(schema, source);
  const bound = boundOf(source, metric);
  const spec: Bound = {
    kind: 'bound',
    metric,
    bound,
    value: valueOf(source, metric, bound),
    subject: criterion,
    level: levelOf(source),
    onInconclusive,
    where: source.where(),
  };
  const spoken = spokenOf(source, criterion, about);
  if (metric === 'errorRate') requireGold(source, '"errorRate"', spoken, about);
  if (metric === 'passRate') requirePasses(source, '"passRate"', spoken, about);
  if (metric !== 'agreement') return [spec];
  if (criterion !== null && spoken.some(({ kind }) => kind === 'combined')) throw noAgreement(source);
  return criterion === null
    ? about.subjects.filter(({ kind }) => kind === 'criterion').map(({ id }) => ({ ...spec, subject: id }))
    : [spec];
};

const schema = closed({
  metric: oneOf(...metrics),
  criterion: words.optional(),
  atLeast: z.unknown().optional(),
  atMost: z.unknown().optional(),
  level: z.unknown().optional(),
  onInconclusive: oneOf('warn', 'fail').optional(),
});

/** Of what is good there can be too little, of what is bad too much. */
const directions: Readonly<Record<Metric, { readonly bound: Bound['bound']; readonly example: string }>> = {
  passRate: { bound: 'atLeast', example: '0.9' },
  agreement: { bound: 'atLeast', example: '0.67' },
  errorRate: { bound: 'atMost', example: '0.05' },
  undecided: { bound: 'atMost', example: '0.02' },
  cost: { bound: 'atMost', example: '0.02' },
  latency: { bound: 'atMost', example: '5s' },
};

const boundOf = (source: Source, metric: Metric): Bound['bound'] => {
  const { bound, example } = directions[metric];
  const [right, wrong] = bound === 'atLeast' ? (['atLeast', 'atMost'] as const) : (['atMost', 'atLeast'] as const);
  const has = (key: string): boolean => inside(source, [key]).value !== undefined;
  if (has(wrong))
    throw new Fault(
      'config/value',
      `The gate asks for "${wrong}" of "${metric}", so a run would fail for being good.\n${has(right) ? `Take "${wrong}" out.` : `Write ${right}: ${example} for a bound on the bad side.`}`,
      { where: source.where([wrong]) },
    );
  if (!has(right))
    throw new Fault(
      'config/missing',
      `The gate on "${metric}" has no bound, so nothing could fail it.\nAdd one: {metric: ${metric}, ${right}: ${example}}.`,
      { where: source.where() },
    );
  return bound;
};

const valueOf = (source: Source, metric: Metric, bound: Bound['bound']): number => {
  if (metric === 'latency') return check(duration, inside(source, [bound]));
  const value = numberAt(source, bound, metric === 'cost' ? dollars : metric === 'agreement' ? alpha : rate);
  if (metric === 'passRate' && value === 1) throw outOfReach(source, metric, 'atLeast: 0.99');
  if (metric === 'errorRate' && value === 0) throw outOfReach(source, metric, 'atMost: 0.01');
  return value;
};

/** The confidence bounds of a share stay off 0 and 1, however many rows there are. */
const outOfReach = (source: Source, metric: Metric, instead: string): Fault => {
  const [bound = ''] = instead.split(':');
  return new Fault(
    'config/value',
    `The gate on "${metric}" lets not a single row go wrong, and however many rows there are, that can't be shown with confidence, so the gate could never pass.\nWrite a share that can be shown, such as ${instead}; for single rows that must never fail, take a guard: {guard: [ROW, …]}, or --guard ROW.`,
    { where: source.where([bound]) },
  );
};

const noAgreement = (source: Source): Fault =>
  new Fault(
    'config/value',
    `The gate asks for "agreement" on "${COMBINED}", but judges vote on one criterion at a time, so there are no ballots on all together to agree on.\nName a criterion, or leave "criterion" out for a gate on each.`,
    { where: source.where(['criterion']) },
  );
