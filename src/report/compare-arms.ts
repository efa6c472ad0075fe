import type { Rate } from '../analyse/rate.ts';
import type { ArmSummary } from '../compare/comparison.ts';
import { span, usd } from './compare-words.ts';
import { count, errorOf } from './format.ts';

/** What tables say of one arm on one subject; null where there is nothing to say. */
export type ArmFigures = {
  readonly name: string;
  readonly kind: ArmSummary['kind'];
  readonly errorRate: string | null; // with its interval
  readonly passRate: string | null;
  readonly passes: string | null; // the same without its interval
  readonly undecided: string | null;
  readonly missing: string | null; // null where every arm has its ballots
  readonly usd: string | null; // a row
  readonly latency: string | null;
};

/** The figures of every arm on a subject, as text. An unknown cost or time is called so beside known ones. */
export const armFigures = (arms: readonly ArmSummary[], subject: string): ArmFigures[] => {
  const of = ({ subjects }: ArmSummary) => subjects.find((each) => each.subject === subject);
  const unfinished = arms.some((arm) => (of(arm)?.missing ?? 0) > 0);
  const told = (value: number | null, all: readonly (number | null)[], shown: (known: number) => string) =>
    value === null ? (all.every((each) => each === null) ? null : 'unknown') : shown(value);
  const costs = arms.map((arm) => of(arm)?.usdPerRow ?? null);
  const times = arms.map((arm) => of(arm)?.latencyMsPerRow ?? null);
  return arms.map((arm) => {
    const own = of(arm);
    const passes = own?.passRate ?? null;
    return {
      name: arm.name,
      kind: arm.kind,
      errorRate: rateText(own?.errorRate ?? null),
      passRate: rateText(passes),
      passes: passes === null ? null : shareText(passes.value),
      undecided: own === undefined ? null : count(own.undecided),
      missing: own === undefined || !unfinished ? null : count(own.missing),
      usd: told(own?.usdPerRow ?? null, costs, usd),
      latency: told(own?.latencyMsPerRow ?? null, times, span),
    };
  });
};

/** "12.5% (8.6%–17.9%)". */
export const rateText = (rate: Rate | null): string | null =>
  rate === null ? null : `${shareText(rate.value)} (${shareText(rate.lower)}–${shareText(rate.upper)})`;

const shareText = (share: number): string => errorOf({ metric: 'error' }, share);
