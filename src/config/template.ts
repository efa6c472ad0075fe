import nunjucks from 'nunjucks';
import { Fault } from '../fault.ts';
import { show } from '../wording/quote.ts';
import { compileTemplate } from './compile-template.ts';
import { freeVariables, type TemplateNode, type Variable } from './template-variables.ts';

type Vars = Readonly<Record<string, string>>;

/** A prompt with holes for a row's columns, in promptfoo's own template language. */
export type Template = { readonly variables: readonly Variable[]; readonly render: (vars: Vars) => string };

/**
 * Reads a template. It sees the columns it is given and nothing else: no files, no environment, and what a column holds is never
 * read as a template again. `place` says where a line of the template stands, counted from 1.
 */
export const template = (text: string, place: (line: number) => string): Template => {
  const { compiled, variables } = attempt(place, () => ({
    variables: freeVariables(parse(text)),
    compiled: compileTemplate(text),
  }));
  return { variables, render: (vars) => attempt(place, () => compiled.render(vars)) };
};

// The parser is public in nunjucks, and not in its types.
const { parser } = nunjucks as unknown as {
  readonly parser: { readonly parse: (text: string, extensions: readonly never[], options: object) => TemplateNode };
};

const parse = (text: string): TemplateNode => parser.parse(text, [], {});

const attempt = <Result>(place: (line: number) => string, work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const line = Number(/\[Line (\d+)/.exec(said)?.[1] ?? 1);
    const reason = (said.split('\n').at(-1) ?? '').trim().replace(/^Error: /, '');
    throw new Fault(
      'template/broken',
      `The prompt can't be rendered: ${show(reason, 160)}.\nCorrect it; its language is nunjucks: {{ column }}, {% if column %}…{% endif %}. Files can't be included.`,
      { where: place(line), cause: error },
    );
  }
};
