import { fork } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire, findPackageJSON } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseSource, type Source } from '../config/source.ts';
import { Fault } from '../fault.ts';
import { quote, quoteAll, show } from '../wording/quote.ts';
import { besideSuite, isData, rowsAreData, type ToldSuite } from './tell-suite.ts';

/**
 * A config as promptfoo itself reads it: configs in JavaScript, test generators, spreadsheets and whatever else only it can load. It is
 * started on the config and stopped before it asks anything; what the config runs, it runs there. Rejects with a `Fault` where promptfoo
 * isn't installed, or can't read the config.
 */
export const resolveWithPromptfoo = async (
  written: string,
  { env }: { readonly env: Readonly<Record<string, string | undefined>> },
): Promise<Source> => {
  const path = resolve(written);
  const program = programBeside(path);
  // promptfoo keeps logs and a database; here it has nothing to remember.
  const home = await mkdtemp(join(tmpdir(), 'empanel-'));
  const told = await suiteOf(path, program, { ...noKeys, ...env, ...quiet, PROMPTFOO_CONFIG_DIR: home }).finally(() =>
    rm(home, { recursive: true, force: true }),
  );
  if (told.code.length > 0)
    throw new Fault(
      'config/value',
      `The config holds code at ${quoteAll(told.code, 5)}, and promptfoo alone can call it.\nKeep promptfoo eval for this config and seat the panel there, as its grader; or write the assertion as text.`,
      { where: written },
    );
  const config = isData(path) ? parseSource(await readFile(path, 'utf8'), path).value : null;
  const text = JSON.stringify({ ...told.suite, ...besideSuite(config) }, null, 1);
  return {
    ...parseSource(text, written),
    folder: dirname(path), // as before: paths in it are relative to the config
    rowsAreData: told.rowsAreData || rowsAreData(config),
    where: () => `${written} (as promptfoo reads it)`,
  };
};

const suiteOf = (
  path: string,
  program: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ToldSuite> =>
  new Promise((done, reject) => {
    const child = fork(program, argumentsFor(path), {
      cwd: dirname(path),
      env,
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let said = '';
    const hear = (piece: Buffer): void => {
      said = `${said}${piece.toString()}`.slice(-MOST_SAID);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    let told: ToldSuite | null = null;
    child.on('message', (message) => {
      told = message as ToldSuite;
    });
    child.on('error', (error) => reject(unread(path, error.message)));
    child.on('close', () => (told === null ? reject(unread(path, said)) : done(told)));
  });

const MOST_SAID = 8000;

/** It looks for keys before it reads on, and calls nobody with them. */
const noKeys = { OPENAI_API_KEY: 'none', ANTHROPIC_API_KEY: 'none' };

const quiet = {
  PROMPTFOO_DISABLE_TELEMETRY: '1',
  PROMPTFOO_DISABLE_UPDATE: '1',
  PROMPTFOO_DISABLE_REMOTE_GENERATION: '1',
  FORCE_COLOR: '0',
};

const argumentsFor = (path: string): string[] => {
  // What runs in promptfoo's process is the built file: its own loader of TypeScript is not always there.
  const built = import.meta.url.endsWith('.ts') ? '../../dist/promptfoo/tell-suite.js' : './tell-suite.js';
  const hook = fileURLToPath(new URL(built, import.meta.url));
  return ['eval', '-c', path, '-x', `file://${hook}:beforeAll`, '--no-write', '--no-table', '--no-progress-bar'];
};

/** promptfoo's own program, as installed beside the config, the working folder or empanel. */
const programBeside = (path: string): string => {
  for (const from of [path, join(process.cwd(), 'x'), fileURLToPath(import.meta.url)])
    try {
      const manifest = findPackageJSON('promptfoo', pathToFileURL(from));
      if (manifest === undefined) continue;
      const { bin } = createRequire(from)(manifest) as { readonly bin?: Readonly<Record<string, string>> };
      if (bin?.['promptfoo'] !== undefined) return join(dirname(manifest), bin['promptfoo']);
    } catch {
      continue;
    }
  throw new Fault(
    'config/value',
    '--with promptfoo has promptfoo read the config, and promptfoo is not installed here.\nInstall it: npm install --save-dev promptfoo. Most configs can be read without it: leave the flag out.',
  );
};

const unread = (path: string, said: string): Fault => {
  const lines = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:at |Node\.js v|Error log:|Debug log:|There were some errors)/.test(line));
  const cause = (lines.findLast((line) => /\b\w*Error: /.test(line)) ?? lines.slice(-3).join(' · ')).replace(
    /\.+$/,
    '',
  );
  return new Fault(
    'config/unreadable',
    `promptfoo could not read the config: ${show(cause, 400) || 'it said nothing'}.\nSee what it says of the config by itself: npx promptfoo validate -c ${quote(path, 200)}.`,
    { where: path },
  );
};
