import * as z from 'zod';
import { check } from '../config/check.ts';
import { isSecret } from '../config/shown.ts';
import type { Path, Source } from '../config/source.ts';
import { Fault } from '../fault.ts';
import { template } from '../assertions/template.ts';
import { quote } from '../wording/quote.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** The environment as a config sees it. Keys are called with, and never shown: no template may put one into a prompt. */
export type Environment = {
  readonly visible: Env; // all but keys
  readonly hidden: ReadonlySet<string>; // the names that may hold keys
  readonly declared: Env; // what the config's own `env` says
  readonly keys: Readonly<Record<string, string>>; // a variable that the config fills with another: where the key really is
};

/** Reads `env`: variables that the config sets, over those of the process. A key has to come from the process. */
export const readEnvironment = (source: Source, env: Env): Environment => {
  const written = source.value === undefined || source.value === null ? {} : check(schema, source);
  const declared: Record<string, string> = {};
  const keys: Record<string, string> = {};
  for (const [name, value] of Object.entries(written)) {
    const other = wholly(String(value));
    if (mayBeKey(name, String(value))) {
      if (other === null) throw keyInFile(name, source.where([name]));
      keys[name] = other;
    } else declared[name] = rendered(String(value), environmentOf(env, {}, {}), source.where([name]));
  }
  return environmentOf(env, declared, keys);
};

/** A source with its `{{ env.NAME }}` filled in, and other templates as they stand. The value of an `apiKey` stays the name that it is. */
export const inEnvironment = (source: Source, environment: Environment): Source => {
  const within = (value: unknown, path: Path): unknown => {
    if (typeof value === 'string')
      return path.at(-1) === 'apiKey' ? value : rendered(value, environment, source.where(path));
    if (Array.isArray(value)) return value.map((item, at) => within(item, [...path, at]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, within(inner, [...path, key])]));
  };
  return { ...source, value: within(source.value, []) };
};

/** The variable that a text is, and nothing besides: `{{ env.NAME }}`. Null where it is anything else. */
export const wholly = (text: string): string | null =>
  /^\s*\{\{\s*env(?:\.(\w+)|\[\s*['"]([^'"]+)['"]\s*\])\s*\}\}\s*$/.exec(text)?.slice(1).find(Boolean) ?? null;

/** The variables of the environment that a template names, each once. */
const namedIn = (text: string): readonly string[] => [
  ...new Set(
    text.matchAll(/\benv(?:\.(\w+)|\[\s*['"]([^'"]+)['"]\s*\])/g).map(([, dotted, indexed]) => dotted ?? indexed ?? ''),
  ),
];

/** Checks that a template shows no key. */
export const refuseKeys = (text: string, { hidden }: Environment, where: string): void => {
  const secret = (text.match(/\{[{%][^]*?[}%]\}/g) ?? []).flatMap(namedIn).find((name) => hidden.has(name));
  if (secret === undefined) return;
  throw new Fault(
    'template/variable',
    `The template uses the environment variable ${quote(secret)}, which may hold a key, so prompts and reports would show it.\nTake it out. A provider's key is named by config: {apiKeyEnvar: ${secret}}.`,
    { where },
  );
};

const schema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()], { error: 'a text' }), {
  error: 'a map from variables to texts',
});

const environmentOf = (env: Env, declared: Env, keys: Environment['keys']): Environment => {
  const all = { ...env, ...declared };
  const hidden = new Set([
    ...Object.keys(keys),
    ...Object.entries(all).flatMap(([name, value]) => (mayBeKey(name, value ?? '') ? [name] : [])),
  ]);
  return {
    visible: Object.fromEntries(Object.entries(all).filter(([name]) => !hidden.has(name))),
    hidden,
    declared,
    keys,
  };
};

const mayBeKey = (name: string, value: string): boolean =>
  /(?:^|_)(?:API_?)?KEY\d*$|SECRET|TOKEN$|PASSWORD|PASSWD|CREDENTIAL/i.test(name) || isSecret(value);

const rendered = (text: string, environment: Environment, where: string): string => {
  // Most texts name no variable, and one with many braces would be searched from each of them to its end.
  if (!/\benv\b/.test(text)) return text;
  return text.replaceAll(/\{\{(?:[^}]|\}(?!\}))*\}\}/g, (tag) => {
    const [name] = namedIn(tag);
    if (name === undefined) return tag;
    refuseKeys(tag, environment, where);
    if (!tag.includes('|') && environment.visible[name] === undefined) throw notSet(name, where);
    return template(tag, { at: () => where, env: environment.visible, what: 'The text' })({});
  });
};

const notSet = (name: string, where: string): Fault =>
  new Fault(
    'template/variable',
    `The text uses {{ env.${name} }}, but the environment has no such variable, so there would be a hole.\nSet ${name}, or give a text for its place: {{ env.${name} | default('…') }}.`,
    { where },
  );

const keyInFile = (name: string, where: string): Fault =>
  new Fault(
    'config/value',
    `"env" has the key ${quote(name)} in the file, and files are shared: keys stay in the environment.\nTake it out and export ${name} in the shell; change the key if others have seen it.`,
    { where },
  );
