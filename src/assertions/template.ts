import nunjucks from 'nunjucks';
import { Fault } from '../fault.ts';
import { show } from '../wording/quote.ts';

type Vars = Readonly<Record<string, unknown>>;
type Env = Readonly<Record<string, string | undefined>>;

/** Where a template stands: the place of a line of it, counted from 1, and the environment that `{{ env.NAME }}` reads. */
export type Place = { readonly at: (line: number) => string; readonly env: Env };

/**
 * A template as promptfoo's assertions read it: nunjucks with objects as variables, `{{ env.NAME }}` and the filter `load`, and without the
 * config's own filters. It reads values and makes text: no files, and no way to the functions that make functions.
 */
export const template = (text: string, { at, env }: Place): ((vars: Vars) => string) => {
  if (!/\{[{%#]/.test(text)) return () => text;
  const compiled = attempt(at, () => compile(text, env));
  return (vars) => attempt(at, () => compiled.render(vars));
};

type Runtime = {
  readonly memberLookup: (of: unknown, key: unknown) => unknown;
  readonly contextOrFrameLookup: (context: unknown, frame: unknown, name: string) => unknown;
};
type Compiled = nunjucks.Template & { rootRenderFunc: RootRender };
type RootRender = (env: unknown, context: unknown, frame: unknown, runtime: Runtime, done: unknown) => unknown;

const compile = (text: string, env: Env): Compiled => {
  const kept = environmentOf(env);
  const known = kept.templates.get(text);
  if (known !== undefined) return known;
  const compiled = new nunjucks.Template(text, kept.environment, '', true) as Compiled;
  const render = compiled.rootRenderFunc;
  compiled.rootRenderFunc = (of, context, frame, _, done) => render(of, context, frame, guarded, done);
  if (kept.templates.size >= MOST_KEPT) kept.templates.clear();
  kept.templates.set(text, compiled);
  return compiled;
};

/** Prompts are the same for every row, values often are: compiling them again would cost more than rendering. */
const MOST_KEPT = 500;

type Kept = { readonly environment: nunjucks.Environment; readonly templates: Map<string, Compiled> };

const kept = new WeakMap<Env, Kept>();

const environmentOf = (env: Env): Kept => {
  const known = kept.get(env);
  if (known !== undefined) return known;
  // An empty list of loaders: without one, nunjucks would look for files in a folder "views".
  const environment = new nunjucks.Environment([], { autoescape: false });
  environment.addGlobal('env', env);
  environment.addFilter('load', (json: string): unknown => JSON.parse(json));
  const made = { environment, templates: new Map<string, Compiled>() };
  kept.set(env, made);
  return made;
};

// The runtime is public in nunjucks, and not in its types.
const { runtime } = nunjucks as unknown as { readonly runtime: Runtime };

/** Names that lead from any value to the prototypes and from there to `Function`, which would run text as code. */
const closed = new Set([
  'constructor',
  '__proto__',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
]);

const guarded: Runtime = {
  ...runtime,
  memberLookup: (of, key) => {
    // Made a text once: an object could say another name the second time.
    const name = typeof key === 'number' ? key : String(key);
    if (typeof of === 'function' || (closed.has(String(name)) && !isOwn(of, name))) return undefined;
    return runtime.memberLookup(of, name);
  },
  contextOrFrameLookup: (context, frame, name) =>
    closed.has(name) ? undefined : runtime.contextOrFrameLookup(context, frame, name),
};

const isOwn = (of: unknown, name: PropertyKey): boolean =>
  typeof of === 'object' && of !== null && Object.hasOwn(of, name);

const attempt = <Result>(at: Place['at'], work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const line = Number(/\[Line (\d+)/.exec(said)?.[1] ?? 1);
    const reason = (said.split('\n').at(-1) ?? '').trim().replace(/^Error: /, '');
    throw new Fault(
      'template/broken',
      `The template of an assertion can't be rendered: ${show(reason, 160)}.\nCorrect it; its language is nunjucks: {{ column }}, {% if column %}…{% endif %}. Files can't be included, and filters of the config are not known here.`,
      { where: at(line), cause: error },
    );
  }
};
