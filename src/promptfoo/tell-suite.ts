import { pathToFileURL } from 'node:url';

/** What promptfoo made of a config, as plain data, and where in it code stood that data can't hold. */
export type ToldSuite = {
  readonly suite: Readonly<Record<string, unknown>>;
  readonly code: readonly string[];
  readonly rowsAreData: boolean; // a config in code says so; of one in data whoever reads it can tell
};

/**
 * A hook that promptfoo calls in its own process once it has read a config: it tells the suite to whoever started the process, and ends
 * it before anything is asked. Keys stay where they are.
 */
export const beforeAll = async ({ suite }: { readonly suite: Readonly<Record<string, unknown>> }): Promise<void> => {
  const config = await configInCode();
  const told: ToldSuite = { ...plainSuite(suite, besideSuite(config)), rowsAreData: rowsAreData(config) };
  await new Promise<void>((resolve, reject) => {
    if (process.send === undefined) reject(new Error('nobody asked for this suite'));
    else process.send(told, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });
  process.exit(0);
};

/** What a config says besides its suite, and promptfoo tells no hook: a panel reads it, or refuses it. */
export const besideSuite = (config: unknown): Readonly<Record<string, unknown>> =>
  isMap(config) ? Object.fromEntries(Object.entries(config).filter(([key]) => beside.has(key))) : {};

const beside: ReadonlySet<string> = new Set([
  'empanel',
  'evaluateOptions',
  'commandLineOptions',
  'env',
  'nunjucksFilters',
  'redteam',
]);

/** Whether a config has its rows from elsewhere, be it a file or a generator, and not all from its author's hand as YAML and code have them. */
export const rowsAreData = (config: unknown): boolean => {
  if (!isMap(config)) return false;
  const lists = [config, ...listOf(config['scenarios']).filter(isMap)].map(({ tests }) => listOf(tests));
  const isWritten = (test: unknown): boolean =>
    typeof test === 'string' ? /\.ya?ml$/i.test(test) : isMap(test) && !('path' in test);
  return listOf(config['scenarios']).some((each) => !isMap(each)) || !lists.flat().every(isWritten);
};

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

/** The config where it is a program: the very module that promptfoo has loaded. Nothing where it is data, which needs no second reading here. */
const configInCode = async (): Promise<unknown> => {
  const path = process.argv[process.argv.indexOf('-c') + 1] ?? '';
  if (isData(path)) return {};
  const loaded = (await import(pathToFileURL(path).href)) as { readonly default?: { readonly default?: unknown } };
  return loaded.default?.default ?? loaded.default;
};

/** Whether a config is data by its name. */
export const isData = (path: string): boolean => /\.(?:ya?ml|json)$/i.test(path);

/** The suite, and what is said besides it, as JSON can hold it. */
export const plainSuite = (
  suite: Readonly<Record<string, unknown>>,
  said: Readonly<Record<string, unknown>> = {},
): Omit<ToldSuite, 'rowsAreData'> => {
  const code: string[] = [];
  const kept = Object.fromEntries(Object.entries(suite).filter(([key]) => wanted.has(key)));
  const whole = { ...kept, providers: providersOf(suite), ...said };
  return { suite: plain(whole, '', code) as ToldSuite['suite'], code };
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
