import { quote, quoteAll } from '../wording/quote.ts';
import type { Path } from './source.ts';

/** A value as a message shows it; what may be a key is never shown. */
export const shown = (value: unknown, path: Path = []): string => {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') {
    const keys = Object.keys(value);
    return keys.length === 0 ? 'an empty map' : `a map with ${quoteAll(keys, 4)}`;
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (isSecretName(path.at(-1)) || isSecret(text)) return 'a text that may be a key, and is not shown here';
  return typeof value === 'string' ? quote(text.replace(/:\/\/[^/@\s]*@/, '://…@')) : text;
};

/** A path as a reader of the file would write it: `empanel.judges[0].samples`. */
export const keyPath = (path: Path): string =>
  path.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join('');

/** Whether a text looks like a key of a service rather than the name of something. */
export const isSecret = (text: string): boolean =>
  /(?:^|[^A-Za-z0-9])(?:(?:sk|pk|xai|nvapi)-[\w-]{8,}|(?:gsk|hf|ghp)_\w{20,}|AIza[\w-]{20,}|[Bb]earer\s+\S{8,})/.test(
    text,
  ) || /^(?:[0-9a-f]{32,}|(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w+/=-]{32,})$/.test(text);

const isSecretName = (name: string | number | undefined): boolean =>
  typeof name === 'string' && /^(?:api[_-]?)?key$|secret|token$|password/i.test(name);
