/** A model as a config of promptfoo's, or a result, describes it. What it doesn't tell is null. */
export type Described = {
  readonly id: string | null;
  readonly label: string | null;
  readonly temperature: number | null;
};

/**
 * Reads what is written where a provider stands: its id, a map of its settings, a map from kinds of grading (`text`) to providers, or
 * what is left of a provider that was loaded already. Null where there is none.
 */
export const described = (given: unknown): Described | null => {
  if (typeof given === 'string') return given === '' ? null : { id: given, label: null, temperature: null };
  const map = mapOf(given);
  if (map === null) return null;
  if (map['text'] !== undefined && map['id'] === undefined) return described(map['text']);
  const temperature = mapOf(map['config'])?.['temperature'];
  return {
    id: textOf(map['id']) ?? textOf(map['modelName']),
    label: textOf(map['label']),
    temperature: typeof temperature === 'number' ? temperature : null,
  };
};

/** The providers of a config, in their order: `openai:gpt`, `{id: …}`, or `{openai:gpt: {…}}`. */
export const providersIn = (given: unknown): Described[] => {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  return list.flatMap((each) => {
    const map = mapOf(each);
    const [only, ...others] = Object.entries(map ?? {});
    const isKeyed = map !== null && map['id'] === undefined && only !== undefined && others.length === 0;
    return described(isKeyed ? { id: only[0], ...mapOf(only[1]) } : each) ?? [];
  });
};

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const mapOf = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : null;
