import { template as guarded } from '../assertions/template.ts';
import { template } from '../config/template.ts';
import { meant } from '../config/legal.ts';
import { Fault } from '../fault.ts';
import { quote } from '../wording/quote.ts';
import { refuseKeys, type Environment } from './environment.ts';
import type { Prompt } from './prompts.ts';
import { isPartial, type ReadyVars } from './row-vars.ts';

/** A prompt, with what a test puts before and after it, ready to be rendered for a row. */
export type Rendering = {
  readonly variables: readonly { readonly name: string; readonly line: number; readonly optional: boolean }[];
  readonly render: (vars: ReadyVars) => string;
};

/**
 * Renders as promptfoo 0.123.1 does. A prompt that is JSON has its texts rendered one by one and is written anew, so that no quotation mark
 * of a variable breaks it; any other is one template.
 */
export const renderingOf = (raw: string, { place }: Prompt, environment: Environment): Rendering => {
  refuseKeys(raw, environment, place(1));
  const json = jsonIn(raw);
  if (json === undefined) {
    const whole = templateOf(raw, place, environment);
    return { variables: whole.variables, render: ({ rendered }) => whole.render(rendered) };
  }
  const texts = new Map<string, Part>();
  eachText(json, (text) => texts.set(text, texts.get(text) ?? templateOf(text, place, environment)));
  return {
    variables: [...texts.values()].flatMap(({ variables }) => variables),
    render: ({ plain }) =>
      JSON.stringify(
        mapped(json, (text) => texts.get(text)?.render(plain) ?? text),
        null,
        2,
      ),
  };
};

/** Checks that every variable of a prompt is one of some test; a row without it renders empty, as under promptfoo. */
export const checkVariables = ({ name, place }: Prompt, { variables }: Rendering, known: readonly string[]): void => {
  for (const variable of variables) {
    if (variable.name === '_conversation')
      throw new Fault(
        'template/variable',
        `Prompt ${quote(name)} goes on from the reply before it ({{ _conversation }}), and a panel asks its rows all at once.\nWrite the conversation out as a chat, or leave the config to \`promptfoo eval\`, with empanel as its grader.`,
        { where: place(variable.line) },
      );
    if (variable.optional || variable.name === 'env' || known.includes(variable.name)) continue;
    throw new Fault(
      'template/variable',
      `Prompt ${quote(name)} uses {{ ${variable.name} }}, but no test has such a variable, so the prompt would have a hole.\n${meant(variable.name, known)} Where it may be missing, say so: {{ ${variable.name} | default('…') }}.`,
      { where: place(variable.line) },
    );
  }
};

type Part = { readonly variables: Rendering['variables']; readonly render: (vars: ReadyVars['plain']) => string };

const templateOf = (text: string, place: Prompt['place'], { visible }: Environment): Part => {
  if (isPartial(text)) return { variables: [], render: () => text };
  // Parsed for its variables and its mistakes; rendered by the engine that lets a template reach nothing but values.
  const variables = template(text, place).variables.map((each) => ({ ...each, optional: isOptional(each.name, text) }));
  return { variables, render: guarded(text, { at: place, env: visible, what: 'The prompt' }) };
};

/** Whether the template itself sees to a variable that is missing. */
const isOptional = (name: string, text: string): boolean =>
  new RegExp(`\\{%-?\\s*(?:el)?if\\b[^%]*\\b${name}\\b|\\b${name}\\b[^}%]*\\|\\s*d(?:efault)?\\b`).test(text);

const jsonIn = (raw: string): unknown => {
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return undefined;
  }
};

const eachText = (value: unknown, visit: (text: string) => void): void => {
  if (typeof value === 'string') visit(value);
  else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) eachText(inner, visit);
};

const mapped = (value: unknown, map: (text: string) => string): unknown => {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapped(item, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapped(inner, map)]));
};
