export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object: neither null nor an array. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at a path in foreign JSON; undefined where it does not reach. Inherited names are not there. */
export const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((inner, name) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, name)) return undefined;
    return (inner as Readonly<Record<string | number, unknown>>)[name];
  }, value);

/** The text at a path, or null. */
export const textAt = (value: unknown, ...path: readonly (string | number)[]): string | null => {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : null;
};

/** The count at a path: a whole number from 0 up, or null. */
export const countAt = (value: unknown, ...path: readonly (string | number)[]): number | null => {
  const found = at(value, ...path);
  return typeof found === 'number' && Number.isSafeInteger(found) && found >= 0 ? found : null;
};

/** Text read as JSON; undefined where it is none. Nothing in foreign text throws. */
export const parseJson = (text: string): unknown => {
  // Prose fails at its first letter, and an exception takes longer to throw than a letter to look at.
  if (!/^\s*[-[{"\dtfn]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
