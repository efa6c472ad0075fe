/**
 * A value as JSON with its keys in order, so that equal content is equal text. What JSON has no word for is null.
 *
 *     inOrder({ b: 1, a: undefined }) // => '{"a":null,"b":1}'
 */
export const inOrder = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(inOrder).join(',')}]`;
  if (typeof value !== 'object' || value === null || value instanceof Date) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${inOrder(inner)}`).join(',')}}`;
};
