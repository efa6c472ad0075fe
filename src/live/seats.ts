import type { Seat } from '../dispatch/orders.ts';
import type { Experiment } from '../experiment.ts';
import { Fault } from '../fault.ts';
import { checkSampling } from '../judges/capabilities.ts';
import { priceOf } from '../judges/prices.ts';
import { laneOf, missingKeys, openModel } from '../judges/seat.ts';
import type { Sampling } from '../model.ts';
import type { ModelSpec } from '../panel.ts';
import { quoteAll } from '../wording/quote.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whatever is asked: a judge or a generator. */
type Asked = { readonly spec: ModelSpec; readonly sampling: Sampling };

/** What decides whether and how a model can be asked. */
export type Terms = Pick<Seat, 'lane' | 'price' | 'pace' | 'provider' | 'modelName'>;

/** The terms of each, by index. Throws a `Fault` if a model doesn't take the sampling that is asked of it, or is not known. */
export const termsOf = (asked: readonly Asked[], env: Environment): Terms[] =>
  asked.map(({ spec, sampling }) => {
    checkSampling(spec, sampling);
    return {
      lane: laneOf(spec, env),
      price: priceOf(spec),
      pace: spec.pace,
      provider: spec.provider,
      modelName: spec.model,
    };
  });

/** Seats every one of them. Their models are opened here, and nothing is sent. */
export const seatsOf = (
  asked: readonly Asked[],
  terms: readonly Terms[],
  world: Parameters<typeof openModel>[1],
): Seat[] =>
  terms.flatMap((term, at) => {
    const one = asked[at];
    return one === undefined ? [] : [{ ...term, model: openModel(one.spec, world) }];
  });

/** Refuses a run without its keys, and names both ways out. */
export const requireKeys = ({ judges, generators }: Experiment, env: Environment): void => {
  const missing = missingKeys(
    [...judges, ...generators].map(({ spec }) => spec),
    env,
  );
  if (missing.length === 0) return;
  throw new Fault(
    'run/no-way',
    `${quoteAll(missing)} ${missing.length === 1 ? 'is' : 'are'} not set, so the models that need ${missing.length === 1 ? 'it' : 'them'} can't be asked; nothing was sent.
Set ${missing.length === 1 ? 'it' : 'them'} in the environment, or add --rehearse: the whole run with simulated judges, which needs no key.`,
  );
};
