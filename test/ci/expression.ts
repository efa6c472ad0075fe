/** What the expressions of a workflow can name: `inputs.config`, `steps.run.outputs.decision`, `github.run_id`. */
export type Context = { readonly [name: string]: string | Context };

/** A text with the value of each of its `${{ … }}` in place. */
export const expanded = (text: string, context: Context, failed = false): string =>
  text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => valueOf(expression, context, failed));

/** Whether a step is run: after a failure only one that asks for the status itself. */
export const isRun = (condition: string | undefined, context: Context, failed: boolean): boolean => {
  const asked = condition ?? 'success()';
  const own = /\b(?:always|success|failure|cancelled)\(\)/.test(asked) ? asked : `success() && ${asked}`;
  return truthy(valueOf(own, context, failed));
};

/**
 * The value of an expression, as GitHub's runner finds it: paths, texts in single quotation marks, `==`, `!=`, `&&`, `||` and the four
 * functions of the status. Throws on anything else, so that no step is thought to be run that GitHub would refuse.
 */
const valueOf = (expression: string, context: Context, failed: boolean): string => {
  const tokens = expression.match(/'(?:[^']|'')*'|[\w.-]+(?:\(\))?|==|!=|&&|\|\||\S/g) ?? [];
  let at = 0;
  const operand = (): string => {
    const token = tokens[at++] ?? '';
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (token in status) return String(status[token]?.(failed));
    if (!/^[a-z][\w-]*(?:\.[\w-]+)+$/i.test(token)) throw new Error(`no operand: "${token}" in "${expression}"`);
    return lookUp(token, context);
  };
  const comparison = (): string => {
    const left = operand();
    const sign = tokens[at];
    if (sign !== '==' && sign !== '!=') return left;
    at += 1;
    // GitHub compares texts without regard to case.
    return String((left.toLowerCase() === operand().toLowerCase()) === (sign === '=='));
  };
  const chain = (sign: '&&' | '||', next: () => string): string => {
    let value = next();
    while (tokens[at] === sign) {
      at += 1;
      const right = next();
      if (truthy(value) === (sign === '&&')) value = right;
    }
    return value;
  };
  const value = chain('||', () => chain('&&', comparison));
  if (at < tokens.length) throw new Error(`"${tokens[at]}" was not expected in "${expression}"`);
  return value;
};

const status: Readonly<Record<string, (failed: boolean) => boolean>> = {
  'always()': () => true,
  'success()': (failed) => !failed,
  'failure()': (failed) => failed,
  'cancelled()': () => false,
};

const truthy = (value: string): boolean => value !== '' && value !== 'false';

/** An output that was never set is empty; a context that is none is a mistake of the workflow's. */
const lookUp = (path: string, context: Context): string => {
  const [root = '', ...names] = path.split('.');
  if (!(root in context)) throw new Error(`there is no context "${root}"`);
  let value: string | Context | undefined = context[root];
  for (const name of names) value = typeof value === 'object' ? value[name] : undefined;
  if (typeof value === 'object') throw new Error(`"${path}" is no text`);
  return value ?? '';
};
