import { compileTemplate } from '../config/compile-template.ts';
import { Fault } from '../fault.ts';
import { show } from '../wording/quote.ts';

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
  const compiled = attempt({ at, what }, () => compileTemplate(text, env));
  return (vars) => attempt({ at, what }, () => compiled.render(vars));
};

const attempt = <Result>({ at, what }: Required<Pick<Place, 'at' | 'what'>>, work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const line = Number(/\[Line (\d+)/.exec(said)?.[1] ?? 1);
    const reason = (said.split('\n').at(-1) ?? '').trim().replace(/^Error: /, '');
    throw new Fault(
      'template/broken',
      `${what} can't be rendered: ${show(reason, 160)}.\nCorrect it; its language is nunjucks: {{ column }}, {% if column %}…{% endif %}. Files can't be included, and filters of the config are not known here.`,
      { where: at(line), cause: error },
    );
  }
};
