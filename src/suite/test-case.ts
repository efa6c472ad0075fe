import type { Source } from '../config/source.ts';
import { noLayer, type Layer, type Options } from './test-layer.ts';

/** A test with everything that `defaultTest` and its scenario add to it. */
export type TestCase = {
  readonly where: string;
  readonly id: string | null;
  readonly vars: Readonly<Record<string, unknown>>;
  readonly data: ReadonlySet<string>;
  readonly asserts: readonly { readonly source: Source; readonly isDefault: boolean }[]; // of every test, or of this one
  readonly options: Options;
  readonly threshold: Layer['threshold'];
  readonly providerOutput: string | null;
  readonly prompts: readonly string[] | null;
  readonly providers: readonly string[] | null;
};

/** Lays a test over a scenario's data, and both over the defaults, as promptfoo does: what they assert adds up. */
export const testCase = (defaults: Layer, test: Layer, data: Layer = noLayer): TestCase => {
  const { provider, ...options } = { ...data.options, ...written(test.options) };
  const layers = [defaults, data, test];
  const isData = new Map<string, boolean>();
  for (const layer of layers) for (const name of Object.keys(layer.vars)) isData.set(name, layer.data.has(name));
  const skipsDefaults = options.disableDefaultAsserts === true;
  return {
    where: test.where,
    id: test.id,
    vars: Object.fromEntries(layers.flatMap(({ vars }) => Object.entries(vars))),
    data: new Set(isData.entries().flatMap(([name, is]) => (is ? [name] : []))),
    asserts: [
      ...(skipsDefaults ? [] : defaults.asserts.map((source) => ({ source, isDefault: true }))),
      ...[...data.asserts, ...test.asserts].map((source) => ({ source, isDefault: false })),
    ],
    options: { ...defaults.options, ...options, ...(provider === undefined ? {} : { provider }) },
    threshold: last(layers, ({ threshold }) => threshold),
    providerOutput: last(layers, ({ providerOutput }) => providerOutput),
    prompts: last(layers, ({ prompts }) => prompts),
    providers: last(layers, ({ providers }) => providers),
  };
};

const last = <Value>(layers: readonly Layer[], of: (layer: Layer) => Value | null): Value | null =>
  layers.map(of).findLast((value) => value !== null) ?? null;

/** Only what was written: a key that is undefined says nothing. */
const written = (options: Options): Options =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
