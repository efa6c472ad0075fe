import { Fault } from '../fault.ts';
import { show } from '../wording/quote.ts';

/** Where a template stands, counted from line 1, what a message calls it, and what it can't have. */
export type Attempted = { readonly at: (line: number) => string; readonly what: string; readonly without: string };

/** Compiles or renders a template: what nunjucks says against it is a `Fault` at its line. */
export const attempt = <Result>({ at, what, without }: Attempted, work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const line = Number(/\[Line (\d+)/.exec(said)?.[1] ?? 1);
    const reason = (said.split('\n').at(-1) ?? '').trim().replace(/^Error: /, '');
    throw new Fault(
      'template/broken',
      `${what} can't be rendered: ${show(reason, 160)}.\nCorrect it; its language is nunjucks: {{ column }}, {% if column %}…{% endif %}. ${without}`,
      { where: at(line), cause: error },
    );
  }
};
