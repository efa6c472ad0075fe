import { template } from '../assertions/template.ts';
import { template as parsed } from '../config/template.ts';
import { Fault } from '../fault.ts';
import type { Env } from './environment.ts';

/** The variables of a row. Those that a data file holds are data: what they say is never read as a template. */
export type RowVars = {
  readonly values: Readonly<Record<string, unknown>>;
  readonly data: ReadonlySet<string>;
};

/** Variables made ready: `plain` is what assertions and chats in JSON see, `rendered` what a prompt in text sees. */
export type ReadyVars = {
  readonly plain: Readonly<Record<string, unknown>>;
  readonly rendered: Readonly<Record<string, unknown>>;
  readonly unread: readonly string[]; // data that looks like a template, which promptfoo would render
};

/**
 * Makes a row's variables ready as promptfoo does: one line break at the end goes, `{{ name }}` in a variable is filled in with another's
 * value, and what is left of templates is rendered where a prompt is text, unless it needs a variable that is not there.
 */
export const readyVars = ({ values, data }: RowVars, env: Env, where: string): ReadyVars => {
  const trimmed = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value.replace(/\n$/, '') : value]),
  );
  const plain = filledIn(trimmed, trimmed);
  // In what the config's author wrote, data is filled in by the template itself, so that it stays data.
  const written = Object.fromEntries(Object.entries(trimmed).filter(([name]) => !data.has(name)));
  const templates = filledIn(written, written);
  const unread: string[] = [];
  const rendered = Object.fromEntries(
    Object.entries(plain).map(([name, value]) => {
      if (typeof value !== 'string') return [name, value];
      const text = templates[name];
      if (typeof text === 'string') return [name, isWhole(text, plain) ? rendering(text, plain, env, where) : value];
      if (hasMarks(value)) unread.push(name);
      return [name, value];
    }),
  );
  return { plain, rendered, unread };
};

/** As promptfoo renders: text with a mark that nothing closes is no template. */
const rendering = (text: string, vars: Readonly<Record<string, unknown>>, env: Env, where: string): string =>
  isPartial(text) ? text : template(text, { at: () => where, env, what: 'A variable' })(vars);

/** Whether a mark of a template is opened on a line and not closed. */
export const isPartial = (text: string): boolean =>
  /(?:\{%[^%]*$|\{\{[^}]*$|\{#[^#]*$)/m.test(text) &&
  !(/\{%\s*raw\s*%\}/.test(text) && /\{%\s*endraw\s*%\}/.test(text));

const ROUNDS = 5;

/** Fills `{{ name }}` in with the value of another variable, the first in each text and round; promptfoo stops after five rounds. */
const filledIn = (
  texts: Readonly<Record<string, unknown>>,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => {
  const filled: Record<string, unknown> = { ...texts };
  for (let round = 0; round < ROUNDS; round += 1) {
    let changed = false;
    for (const [name, value] of Object.entries(filled)) {
      const [tag, other = ''] = typeof value === 'string' ? (/\{\{\s*(\w+)\s*\}\}/.exec(value) ?? []) : [];
      if (tag === undefined || !Object.hasOwn(values, other) || filled[other] === undefined) continue;
      // As promptfoo does, and no better: "$&" in the value is a pattern, and a map becomes "[object Object]".
      filled[name] = String(value).replace(tag, filled[other] as string);
      changed = true;
    }
    if (!changed) break;
  }
  return filled;
};

const hasMarks = (text: string): boolean => /\{[{%#]/.test(text);

/** Whether a variable is a template of variables that are all there; others promptfoo leaves as they stand. */
const isWhole = (text: string, vars: Readonly<Record<string, unknown>>): boolean => {
  if (!hasMarks(text) || isPartial(text)) return false;
  try {
    return parsed(text, () => '').variables.every(({ name }) => name === 'env' || vars[name] !== undefined);
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
};
