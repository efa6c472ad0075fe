import nunjucks from 'nunjucks';

type Vars = Readonly<Record<string, unknown>>;
type Env = Readonly<Record<string, string | undefined>>;

export type CompiledTemplate = { readonly render: (vars: Vars) => string };

/**
 * Compiles a nunjucks template that reads values and makes text: no files, no autoescape, and no way to the functions that make functions.
 * `env` is what `{{ env.NAME }}` reads; by default there is none. Throws nunjucks' own errors.
 */
export const compileTemplate = (text: string, env: Env = none): CompiledTemplate => {
  const { environment, templates } = keptFor(env);
  const known = templates.get(text);
  if (known !== undefined) return known;
  const compiled = new nunjucks.Template(text, environment, '', true) as Compiled;
  const render = compiled.rootRenderFunc;
  compiled.rootRenderFunc = (of, context, frame, _, done) => render(of, context, frame, guarded, done);
  if (templates.size >= MOST_KEPT) templates.clear();
  templates.set(text, compiled);
  return compiled;
};

const none: Env = {};

/** Prompts are the same for every row, values often are: compiling them again would cost more than rendering. */
const MOST_KEPT = 500;

type Runtime = {
  readonly memberLookup: (of: unknown, key: unknown) => unknown;
  readonly contextOrFrameLookup: (context: unknown, frame: unknown, name: string) => unknown;
};
type RootRender = (env: unknown, context: unknown, frame: unknown, runtime: Runtime, done: unknown) => unknown;
type Compiled = nunjucks.Template & { rootRenderFunc: RootRender };
type Kept = { readonly environment: nunjucks.Environment; readonly templates: Map<string, Compiled> };

const kept = new WeakMap<Env, Kept>();

const keptFor = (env: Env): Kept => {
  const known = kept.get(env);
  if (known !== undefined) return known;
  // An empty list of loaders: without one, nunjucks would look for files in a folder "views".
  const environment = new nunjucks.Environment([], { autoescape: false });
  environment.addFilter('load', (json: string): unknown => JSON.parse(json));
  if (env !== none) environment.addGlobal('env', env);
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
