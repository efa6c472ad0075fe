import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaults } from '../analyse/settings.ts';
import { empanel, reportFiles } from '../empanel.ts';
import { show } from '../wording/quote.ts';
import { importResults } from './import/import-results.ts';

/** What promptfoo tells a hook after all of a run, as far as it is read. */
export type AfterAll = {
  readonly results?: readonly unknown[];
  readonly prompts?: readonly unknown[];
  readonly evalId?: string;
  readonly config?: Readonly<Record<string, unknown>>;
};

/**
 * Writes a report on a run of promptfoo's: what its judges said, and where tests were repeated also how the repeats fell. It lies in the
 * folder that EMPANEL_REPORT names, else in reports/promptfoo. Never rejects: promptfoo would lose its own output files.
 *
 *     promptfoo eval -x file://node_modules/empanel/dist/promptfoo/hooks.js:afterAll
 */
export const afterAll = async (run: AfterAll): Promise<void> => {
  const folder = process.env['EMPANEL_REPORT']?.trim() || join('reports', 'promptfoo');
  try {
    const { judges, repeats, isJudged, isRepeated, notes } = importResults(asResults(run), { name: 'the run' });
    for (const { message } of notes) tell(message);
    const title = run.evalId ?? 'promptfoo eval';
    if (isRepeated) await writeReport(isJudged ? join(folder, 'repeats') : folder, repeats, title);
    if (isJudged || !isRepeated) await writeReport(folder, judges, title);
  } catch (error) {
    tell(`no report was written: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** The run in the form of promptfoo's results file. */
const asResults = ({ results = [], prompts = [], config = {}, evalId }: AfterAll): object => ({
  evalId,
  results: { version: 3, prompts, results },
  config,
  runtimeOptions: { repeat: repeatIn(process.argv) },
});

/** How often every test was run, where the command line says it: promptfoo tells a hook only what the config says. */
const repeatIn = (args: readonly string[]): number | null => {
  const at = args.findIndex((arg) => arg === '--repeat' || arg.startsWith('--repeat='));
  const written = args[at]?.split('=')[1] ?? args[at + 1];
  const repeat = Number(written);
  return at >= 0 && Number.isInteger(repeat) && repeat > 0 ? repeat : null;
};

const writeReport = async (folder: string, lines: readonly object[], title: string): Promise<void> => {
  mkdirSync(folder, { recursive: true });
  const ballots = join(folder, 'ballots.jsonl');
  writeFileSync(ballots, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const found = await empanel([ballots], { read: {}, settings: defaults });
  for (const [name, content] of Object.entries(reportFiles(found, { title, version: version() }))) {
    if (name === 'ballots.jsonl') continue;
    const made = content();
    writeFileSync(join(folder, name), typeof made === 'string' ? made : [...made].join(''));
  }
  tell(`report: ${join(folder, 'index.html')}`);
};

const version = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
};

const tell = (text: string): void => void process.stderr.write(`empanel: ${show(text, 600)}\n`);
