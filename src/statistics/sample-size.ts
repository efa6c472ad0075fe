import { normalQuantile } from './normal.ts';

type Test = { readonly alpha?: number; readonly power?: number };

/**
 * Rows with which McNemar's test finds a difference with chance `power`, two-sided (Miettinen 1968; Connor 1987;
 * R: `pwrss::power.exact.mcnemar(method = 'approximate')`): `discordance` is the share of rows on which just one arm errs. That share is
 * a guess; a pilot of forty rows leaves it uncertain by a factor of two. Holds for mid-p; the exact test falls a few points short of it.
 *
 *     sampleSizeMcNemar({ discordance: 0.1, difference: 0.03 }) // => 869.7
 */
export const sampleSizeMcNemar = (
  plan: { readonly discordance: number; readonly difference: number } & Test,
): number => {
  const { discordance, difference } = plan;
  if (!(discordance >= Math.abs(difference))) {
    throw new RangeError(`Arms that differ on a share of ${discordance} of the rows cannot differ by ${difference}.`);
  }
  const { alpha, power } = quantiles(plan);
  const root = alpha * Math.sqrt(discordance) + power * Math.sqrt(discordance - difference * difference);
  return (root / difference) ** 2;
};

/**
 * The least difference that McNemar's test finds among n rows with chance `power`: the inverse of `sampleSizeMcNemar`, in closed form.
 * Null where even arms that differ always in the same direction would stay unfound.
 *
 *     mdeMcNemar({ discordance: 0.1, n: 200 }) // => 0.0623
 */
export const mdeMcNemar = (plan: { readonly discordance: number; readonly n: number } & Test): number | null => {
  const { discordance, n } = plan;
  const { alpha, power } = quantiles(plan);
  // The root of difference × sqrt(n) = alpha × sqrt(discordance) + power × sqrt(discordance - difference²).
  const inner = alpha * Math.sqrt(n) + power * Math.sqrt(n + power * power - alpha * alpha);
  const difference = (Math.sqrt(discordance) * inner) / (n + power * power);
  return difference <= discordance ? difference : null;
};

/**
 * Rows with which means over several ballots a row show a difference with chance `power`, two-sided (Miller 2024;
 * R: `power.t.test(type = 'paired')`, in normal form). `between` is the variance over rows of the difference of the arms' true means,
 * `within` the variance of one ballot about its row's mean. More samples shrink the second part only.
 *
 *     sampleSizeMiller({ between: 1 / 9, a: { within: 1 / 6, samples: 10 }, b: { within: 1 / 6, samples: 10 }, difference: 0.03 }) // => 1259.7
 */
export const sampleSizeMiller = (
  plan: { readonly between: number; readonly a: Noise; readonly b: Noise; readonly difference: number } & Test,
): number => {
  const { alpha, power } = quantiles(plan);
  const variance = plan.between + plan.a.within / plan.a.samples + plan.b.within / plan.b.samples;
  return ((alpha + power) / plan.difference) ** 2 * variance;
};

type Noise = { readonly within: number; readonly samples: number };

const quantiles = ({ alpha = 0.05, power = 0.8 }: Test): { alpha: number; power: number } => ({
  alpha: normalQuantile(1 - alpha / 2),
  power: normalQuantile(power),
});
