import type { Comparison, Difference, Pairing } from '../compare/comparison.ts';
import { byMargin, namesIn, span, usd } from './compare-words.ts';
import { points } from './format.ts';

/**
 * What an arm costs beside the reference, and whether that buys anything. A cost that is not known is said to be unknown. `after` an
 * answer that names the arm and its errors, neither is told again.
 */
export const priceSentence = (pairing: Pairing, comparison: Comparison, { after = false } = {}): string => {
  const names = namesIn(comparison, pairing);
  const who = after ? 'It' : names.arm;
  const { usd: cost } = pairing;
  const error = pairing.by === 'error' ? pairing.error : null;
  if (cost === null) return `${unknownIn(pairing, comparison)}, so nothing is said of the price.`;
  if (Math.abs(cost.value) < 1e-9) return `${who} costs as much as ${names.reference}.`;
  if (cost.lower <= 0 && cost.upper >= 0) return `What a row costs is not shown to differ${between(cost)}.`;
  const dearer = cost.value > 0;
  const fact = `${who} costs ${usd(cost.value)} a row ${dearer ? 'more' : 'less'}${range(cost, usd)}`;
  if (error === null) return `${fact}; without gold nothing tells what that ${dearer ? 'buys' : 'costs'} in errors.`;
  const { difference, conclusion } = error;
  const even = breakEven(cost, difference);
  switch (conclusion) {
    case 'better':
      return dearer
        ? `${fact}${bought('buys', 'fewer')} is worth it where an error costs more than ${even}.`
        : `${fact} and errs less: it is the better buy.`;
    case 'worse':
      return dearer
        ? `${fact} and errs more: it is not worth its price.`
        : `${fact}${bought('costs', 'more')} is worth it where an error costs less than ${even}.`;
    case 'alike':
      // Few rows that do not differ promise little of others.
      if (difference.upper >= comparison.margin && comparison.margin > 0)
        return `${fact} and errs alike on these rows, which are too few to say more.`;
      return `${fact} and errs alike: it is ${dearer ? 'not worth its price' : 'the better buy'}.`;
    case 'not-worse':
      return dearer
        ? `${fact} and is not shown to err less: nothing says that it is worth its price.`
        : `${fact} and is not worse${byMargin(comparison)}: it is the better buy${comparison.margin > 0 ? ' where so little does not matter' : ''}.`;
    case 'open':
      return dearer
        ? `${fact}, and is not shown to err less: nothing says that it is worth its price.`
        : `${fact}, but whether it errs more can't be told.`;
  }

  function bought(verb: string, which: string): string {
    return after
      ? ', which'
      : `; that ${verb} ${points(Math.abs(error?.difference.value ?? 0))} ${which} errors, so it`;
  }
};

/** How much longer a row's slowest ballot takes; null where that is not known. */
export const latencySentence = ({ latencyMs }: Pairing): string | null => {
  if (latencyMs === null || Math.abs(latencyMs.value) < 0.5) return null;
  const { value, lower, upper } = latencyMs;
  if (lower <= 0 && upper >= 0) return `How long its slowest ballot takes is not shown to differ on the mean.`;
  return `Its slowest ballot takes ${span(value)} ${value > 0 ? 'longer' : 'less'} on the mean${range(latencyMs, span)}.`;
};

/** Whether it is known of any arm what it costs: else one sentence for all says that it is not. */
export const pricesKnown = ({ arms }: Comparison): boolean => arms.some(({ usdPerRow }) => usdPerRow !== null);

/** Whose cost is not known. */
export const unknownIn = (pairing: Pick<Pairing, 'arm'>, { arms }: Comparison): string => {
  const unknown = [arms[0], arms[pairing.arm]].flatMap((arm) => (arm?.usdPerRow === null ? [arm.name] : []));
  return unknown.length === 0
    ? 'What some rows cost is unknown'
    : `What ${unknown.join(' and ')} cost${unknown.length === 1 ? 's' : ''} is unknown`;
};

/** The price of an error at which both are as good a buy, and what it comes to at the ends of the interval of the errors. */
const breakEven = (cost: Difference, errors: Difference): string => {
  const at = (difference: number): number => Math.abs(cost.value / difference);
  const ends = [at(errors.lower), at(errors.upper)].toSorted((a, b) => a - b).map(usd);
  const oneSided = errors.lower < 0 === errors.upper < 0 && errors.lower !== 0 && errors.upper !== 0;
  return `${usd(at(errors.value))}${oneSided && ends[0] !== ends[1] ? ` (${ends.join('–')} over that interval)` : ''}`;
};

/** " ($0.011–$0.013)", and nothing where that adds nothing. */
const range = ({ value, lower, upper }: Difference, shown: (value: number) => string): string => {
  const ends = [lower, upper].toSorted((a, b) => Math.abs(a) - Math.abs(b)).map(shown);
  return ends.every((end) => end === shown(value)) ? '' : ` (${ends.join('–')})`;
};

const between = ({ lower, upper }: Difference): string =>
  Number.isFinite(lower) && Number.isFinite(upper) ? `: between ${usd(lower)} less and ${usd(upper)} more` : '';
