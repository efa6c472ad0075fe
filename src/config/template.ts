import nunjucks from 'nunjucks';
import { attempt } from './attempt.ts';
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
  const told = { at: place, what: 'The prompt', without: "Files can't be included." };
  const { compiled, variables } = attempt(told, () => ({
    variables: freeVariables(parse(text)),
    compiled: compileTemplate(text),
  }));
  return { variables, render: (vars) => attempt(told, () => compiled.render(vars)) };
};

// The parser is public in nunjucks, and not in its types.
const { parser } = nunjucks as unknown as {
  readonly parser: { readonly parse: (text: string, extensions: readonly never[], options: object) => TemplateNode };
};

const parse = (text: string): TemplateNode => parser.parse(text, [], {});
