import type { Model, ModelRequest } from '../model.ts';
import type { ModelSpec } from '../panel.ts';
import { baseUrlOf, keyOf, type Env } from './address.ts';
import { anthropicClient, anthropicModel } from './anthropic.ts';
import type { Connection } from './client.ts';
import { leanFetch } from './lean-fetch.ts';
import { openaiClient, openaiModel } from './openai.ts';
import { replayModel } from './replay.ts';
import { withoutKey } from './without-key.ts';

export { laneOf, missingKeys } from './address.ts';

/** Where models are reached from. Models that are opened in one world, the same object, share their connections. */
export type World = {
  readonly env: Env;
  /** Stands in for every provider's address; no keys are used then. */
  readonly baseUrls?: { readonly openai: string; readonly anthropic: string };
  /** Headers to add to a call. */
  readonly headers?: (request: ModelRequest) => Record<string, string>;
  /** Another transport than the global one. */
  readonly fetch?: typeof fetch;
};

/** The model that a spec names, ready to be called; nothing is loaded or sent before the first call. */
export const openModel = (spec: ModelSpec, world: World): Model => {
  if (spec.provider === 'replay') return replayModel(spec.model);
  const shared = clientsOf(world);
  const connection: Connection = {
    baseUrl: world.baseUrls?.[spec.provider === 'anthropic' ? 'anthropic' : 'openai'] ?? baseUrlOf(spec),
    key: world.baseUrls === undefined ? keyOf(spec, world.env) : null,
    fetch: world.fetch ?? shared.fetch,
    headers: world.headers ?? (() => ({})),
  };
  const guarded = (model: Model): Model => (connection.key === null ? model : withoutKey(model, connection.key));
  const place = JSON.stringify([connection.baseUrl, connection.key]);
  return guarded(
    spec.provider === 'anthropic'
      ? anthropicModel(
          spec,
          connection,
          sharedBy(shared.anthropic, place, () => anthropicClient(connection)),
        )
      : openaiModel(
          spec,
          connection,
          sharedBy(shared.openai, place, () => openaiClient(connection)),
        ),
  );
};

type Clients = {
  readonly fetch: typeof fetch;
  readonly openai: Map<string, ReturnType<typeof openaiClient>>;
  readonly anthropic: Map<string, ReturnType<typeof anthropicClient>>;
};

// By world, so that keys and connections go when it goes.
const worlds = new WeakMap<World, Clients>();

const clientsOf = (world: World): Clients => {
  const clients = worlds.get(world) ?? { fetch: leanFetch(), openai: new Map(), anthropic: new Map() };
  worlds.set(world, clients);
  return clients;
};

const sharedBy = <Client>(clients: Map<string, Client>, place: string, make: () => Client): Client => {
  const client = clients.get(place) ?? make();
  clients.set(place, client);
  return client;
};

/** Loads what the first calls would otherwise load within their deadlines: a tenth of a second for each SDK. */
export const loadSdks = async (asked: readonly { readonly spec: ModelSpec }[]): Promise<void> => {
  const providers = new Set(asked.map(({ spec }) => spec.provider));
  await Promise.all([
    import('undici'),
    ...(providers.has('anthropic') ? [import('@anthropic-ai/sdk')] : []),
    ...(providers.has('openai') || providers.has('compatible') ? [import('openai')] : []),
  ]);
};
