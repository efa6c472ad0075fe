/** A node of nunjucks' syntax tree, as far as it is read here. */
export type TemplateNode = {
  readonly typename?: string;
  readonly value?: unknown;
  readonly lineno?: number;
  readonly fields?: readonly string[];
  readonly [field: string]: unknown;
};

/** A name that a template takes from outside. `line` counts from 1. */
export type Variable = { readonly name: string; readonly line: number };

/** The names that a template needs to be given: all that it reads, but for those it makes itself. */
export const freeVariables = (root: TemplateNode): readonly Variable[] => {
  const found: Found = { read: new Map(), made: new Set(nunjucksOwn) };
  walk(root, found);
  return [...found.read].filter(([name]) => !found.made.has(name)).map(([name, line]) => ({ name, line }));
};

type Found = { readonly read: Map<string, number>; readonly made: Set<string> };

const nunjucksOwn = ['range', 'cycler', 'joiner', 'loop', 'caller', 'super', 'varargs', 'kwargs'];

/** Fields that hold names of filters, tests and keys; a loop, a macro or an assignment makes its names. */
const walk = (node: unknown, found: Found): void => {
  if (Array.isArray(node)) for (const item of node) walk(item, found);
  if (!isNode(node)) return;
  switch (node.typename) {
    case 'Symbol':
      if (!found.read.has(String(node.value))) found.read.set(String(node.value), (node.lineno ?? 0) + 1);
      return;
    case 'Filter':
    case 'FilterAsync':
      return walk(node['args'], found);
    case 'Is':
      walk(node['left'], found);
      return walk(argumentsOf(node['right']), found);
    case 'Pair':
      return walk(node['value'], found);
    case 'Set':
      make(node['targets'], found);
      walk(node['value'], found);
      return walk(node['body'], found);
    case 'For':
    case 'AsyncEach':
    case 'AsyncAll':
      make(node['name'], found);
      walk(node['arr'], found);
      walk(node['body'], found);
      return walk(node['else_'], found);
    case 'Macro':
    case 'Caller':
      make([node['name'], node['args']], found);
      return walk(node['body'], found);
    default:
      for (const field of node.fields ?? []) walk(node[field], found);
  }
};

const make = (node: unknown, found: Found): void => {
  if (Array.isArray(node)) for (const item of node) make(item, found);
  if (!isNode(node)) return;
  if (node.typename === 'Symbol') found.made.add(String(node.value));
  else if (node.typename === 'Pair') {
    make(node['key'], found);
    walk(node['value'], found);
  } else for (const field of node.fields ?? []) make(node[field], found);
};

const argumentsOf = (test: unknown): unknown =>
  isNode(test) && test.typename === 'FunCall' ? test['args'] : undefined;

const isNode = (node: unknown): node is TemplateNode => typeof node === 'object' && node !== null && 'fields' in node;
