/** A value on one line, cut to at most so many characters: for the names of rows, criteria and judges. */
export const shorten = (value: unknown, limit: number): string => {
  const line = (typeof value === 'string' ? value.slice(0, limit * 8) : asText(value))
    .replaceAll(/[\s\p{C}]+/gu, ' ')
    .trim();
  const characters = Array.from(line.slice(0, limit * 2 + 2));
  return characters.length > limit
    ? `${characters
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`
    : line;
};

const asText = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) && value.every((each) => typeof each !== 'object')
    ? value.join(', ')
    : JSON.stringify(value);
};
