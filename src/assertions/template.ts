import { attempt } from '../config/attempt.ts';
import { compileTemplate } from '../config/compile-template.ts';

type Vars = Readonly<Record<string, unknown>>;
type Env = Readonly<Record<string, string | undefined>>;

/** Where a template stands: the place of a line of it, counted from 1, and the environment that `{{ env.NAME }}` reads. `what` is what a message calls it. */
export type Place = { readonly at: (line: number) => string; readonly env: Env; readonly what?: string };

/**
 * A template as promptfoo's assertions read it: nunjucks with objects as variables, `{{ env.NAME }}` and the filter `load`, and without the
 * config's own filters. It reads values and makes text: no files, and no way to the functions that make functions.
 */
export const template = (
  text: string,
  { at, env, what = 'The template of an assertion' }: Place,
): ((vars: Vars) => string) => {
  if (!/\{[{%#]/.test(text)) return () => text;
  const told = { at, what, without: "Files can't be included, and filters of the config are not known here." };
  const compiled = attempt(told, () => compileTemplate(text, env));
  return (vars) => attempt(told, () => compiled.render(vars));
};
