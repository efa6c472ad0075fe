import type { Bench } from '../../dispatch/bench.ts';
import { bench } from '../../dispatch/bench.ts';
import { slowest } from '../../dispatch/lanes.ts';
import type { Seat } from '../../dispatch/orders.ts';
import { Fault } from '../../fault.ts';
import { missingKeys } from '../../judges/seat.ts';
import type { Limits } from '../../experiment.ts';
import { seatsOf, termsOf, type Environment } from '../../live/seats.ts';
import { quoteAll } from '../../wording/quote.ts';
import type { PanelTerms } from './read-panel.ts';

/** A panel whose models are open. Its bench is shared with every other panel of the process that has the same limits. */
export type Panel = PanelTerms & { readonly seats: readonly Seat[]; readonly bench: Bench };

/** Seats a panel. Throws a `Fault` where a key is missing, or a model doesn't take what is asked of it. */
export const seated = (terms: PanelTerms, env: Environment): Panel => {
  const missing = missingKeys(
    terms.judges.map(({ spec }) => spec),
    env,
  );
  if (missing.length > 0)
    throw new Fault(
      'model/no-key',
      `${quoteAll(missing)} ${missing.length === 1 ? 'is' : 'are'} not set, so the judges that need ${missing.length === 1 ? 'it' : 'them'} can't be asked; nothing was sent.\nSet ${missing.length === 1 ? 'it' : 'them'} in the environment that promptfoo runs in.`,
    );
  const seats = seatsOf(terms.judges, termsOf(terms.judges, env), { env });
  const paces = new Map([...Map.groupBy(seats, ({ lane }) => lane)].map(([id, own]) => [id, slowest(own)]));
  return {
    ...terms,
    seats: seats.map((seat) => ({ ...seat, pace: paces.get(seat.lane) ?? seat.pace })),
    bench: benchFor(terms.limits),
  };
};

// One for the process, and not one for each instance: promptfoo makes a grader anew for every check.
const benches = new Map<string, Bench>();

const benchFor = (limits: Limits): Bench => {
  const key = JSON.stringify(limits);
  const known = benches.get(key) ?? bench({ limits, random: Math.random });
  benches.set(key, known);
  return known;
};
