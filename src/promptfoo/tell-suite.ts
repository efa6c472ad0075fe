/** What promptfoo made of a config, as plain data, and where in it code stood that data can't hold. */
export type ToldSuite = { readonly suite: Readonly<Record<string, unknown>>; readonly code: readonly string[] };

/**
 * A hook that promptfoo calls in its own process once it has read a config: it tells the suite to whoever started the process, and ends
 * it before anything is asked. Keys stay where they are.
 */
export const beforeAll = async ({ suite }: { readonly suite: Readonly<Record<string, unknown>> }): Promise<void> => {
  const told = plainSuite(suite);
  await new Promise<void>((resolve, reject) => {
    if (process.send === undefined) reject(new Error('nobody asked for this suite'));
    else process.send(told, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });
  process.exit(0);
};

/** The suite as JSON can hold it. */
export const plainSuite = (suite: Readonly<Record<string, unknown>>): ToldSuite => {
  const code: string[] = [];
  const kept = Object.fromEntries(Object.entries(suite).filter(([key]) => wanted.has(key)));
  return { suite: plain({ ...kept, providers: providersOf(suite) }, '', code) as ToldSuite['suite'], code };
};

const wanted: ReadonlySet<string> = new Set(['description', 'prompts', 'tests', 'scenarios', 'defaultTest']);

type LoadedProvider = {
  readonly id: () => string;
  readonly label?: unknown;
  readonly config?: unknown;
  readonly delay?: unknown;
};

const isLoaded = (value: unknown): value is LoadedProvider =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'function';

/** The providers with the prompts that each is given, where it isn't given all. */
const providersOf = ({ providers, prompts, providerPromptMap }: Readonly<Record<string, unknown>>): unknown[] => {
  const all = Array.isArray(prompts) ? prompts.length : 0;
  const given = isMap(providerPromptMap) ? providerPromptMap : {};
  return (Array.isArray(providers) ? providers : []).map((provider: unknown) => {
    if (!isLoaded(provider)) return provider;
    const label = typeof provider.label === 'string' ? provider.label : provider.id();
    const own = given[label] ?? given[provider.id()];
    return { ...asWritten(provider), ...(Array.isArray(own) && own.length < all ? { prompts: own } : {}) };
  });
};

const asWritten = (provider: LoadedProvider): Readonly<Record<string, unknown>> => {
  const { basePath: _, apiKey: __, ...config } = isMap(provider.config) ? provider.config : {};
  return {
    id: provider.id(),
    ...(typeof provider.label === 'string' ? { label: provider.label } : {}),
    ...(Object.keys(config).length > 0 ? { config } : {}),
  };
};

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Data without code; `code` gathers the places where there was some. */
const plain = (value: unknown, place: string, code: string[]): unknown => {
  if (typeof value === 'function') {
    code.push(place);
    return undefined;
  }
  if (isLoaded(value)) return asWritten(value);
  if (Array.isArray(value)) return value.map((each, at) => plain(each, `${place}[${at}]`, code));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, plain(each, place === '' ? key : `${place}.${key}`, code)]),
  );
};
