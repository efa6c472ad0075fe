import { Fault } from '../fault.ts';
import type { Path, Source } from '../config/source.ts';
import { quote } from '../wording/quote.ts';

/** A file with its `$ref`s filled in, and the keys at its top that they name: those are parts to be used, and no misspelt settings. */
export type Dereferenced = { readonly source: Source; readonly named: ReadonlySet<string> };

/**
 * Fills in `{$ref: '#/assertionTemplates/polite'}`: pointers into the same file (RFC 6901). Keys beside a `$ref` are laid over what it
 * names, as promptfoo does.
 */
export const dereference = (source: Source): Dereferenced => {
  const work: Work = { source, named: new Set(), open: new Set(), values: 0 };
  const value = filled(source.value, [], work);
  return { source: { ...source, value }, named: work.named };
};

type Work = {
  readonly source: Source;
  readonly named: Set<string>;
  readonly open: Set<string>; // the pointers that are being followed
  values: number;
};

/** Enough for any config by hand, too few to grow a file into gigabytes. */
const MOST_VALUES = 1_000_000;

const filled = (value: unknown, path: Path, work: Work): unknown => {
  work.values += 1;
  if (work.values > MOST_VALUES)
    throw unusable('The references of the file multiply one another', 'Write the values out where they are used.', {
      path,
      work,
    });
  if (Array.isArray(value)) return value.map((item, at) => filled(item, [...path, at], work));
  if (typeof value !== 'object' || value === null) return value;
  const { $ref: pointer, ...beside } = value as Readonly<Record<string, unknown>>;
  const own = Object.fromEntries(
    Object.entries(beside).map(([key, inner]) => [key, filled(inner, [...path, key], work)]),
  );
  if (typeof pointer !== 'string') return pointer === undefined ? own : { $ref: pointer, ...own };
  const meant = followed(pointer, path, work);
  return isMap(meant) && Object.keys(own).length > 0 ? { ...meant, ...own } : meant;
};

const followed = (pointer: string, path: Path, work: Work): unknown => {
  if (!pointer.startsWith('#'))
    throw unusable(
      `The reference ${quote(pointer)} leads out of the file`,
      'Copy what it names under a key of this file, such as "assertionTemplates", and write $ref: \'#/assertionTemplates/NAME\'.',
      { path, work },
    );
  if (work.open.has(pointer))
    throw unusable(`The reference ${quote(pointer)} leads back to itself`, 'Write the value out.', { path, work });
  const keys = pointer.slice(1).split('/').slice(1).map(unescaped);
  const found = keys.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? at[key as keyof typeof at] : undefined,
    work.source.value,
  );
  if (found === undefined)
    throw unusable(`The reference ${quote(pointer)} names nothing`, 'Correct it: #/KEY/NAME, as the file has them.', {
      path,
      work,
    });
  if (keys[0] !== undefined) work.named.add(keys[0]);
  work.open.add(pointer);
  const value = filled(found, path, work);
  work.open.delete(pointer);
  return value;
};

const unescaped = (key: string): string => {
  const plain = key.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
};

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const unusable = (found: string, remedy: string, { path, work }: { readonly path: Path; readonly work: Work }): Fault =>
  new Fault('config/value', `${found}, so it is open what stands there.\n${remedy}`, {
    where: work.source.where(path),
  });
