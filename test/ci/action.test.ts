import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { starter } from '../../src/cli/starter.ts';
import { cacheIn, type Cache } from './cache.ts';
import { workflow } from './documents.ts';
import { emptyFolder, shippedCheckout, smallCheckout } from './folders.ts';
import { runAction, runSteps, type Done, type Job, type Ran } from './runner.ts';

const temp = inject('temp');
const tarball = inject('package');
let runs = 0;

/** A job on a machine where an earlier one has installed empanel. */
const jobIn = (workspace: string, more: Partial<Job> = {}): Job => ({
  workspace,
  temp,
  without: ['Install empanel'],
  cache: cacheIn(emptyFolder()),
  runId: String((runs += 1)),
  ...more,
});

/** The action on the small set-up, rehearsed. */
const panel = (inputs: Readonly<Record<string, string>>, more: Partial<Job> = {}, files = {}): Done =>
  runAction({ rehearse: 'true', package: tarball, ...inputs }, jobIn(smallCheckout(files), more));

const named = (ran: readonly Ran[], start: string): Ran | undefined => ran.find(({ name }) => name.startsWith(start));

const uploaded = (ran: readonly Ran[]): string | undefined => named(ran, 'actions/upload-artifact')?.with['path'];

/** Every line that the runner takes for a command. */
const commands = (ran: readonly Ran[]): string[] =>
  ran.flatMap(({ stdout, stderr }) => `${stdout}\n${stderr}`.split('\n').filter((line) => /^\s*::|##\[/.test(line)));

const wellFormed = /^::(?:error|warning|notice) title=(?:[^%:,]|%25|%0A|%0D|%3A|%2C)+::(?:[^%]|%25|%0A|%0D)+$/;

const told = (done: Done): string => done.ran.map(({ stdout, stderr }) => stdout + stderr).join('');

const report = (folder: string): { run: { calls: number; kept: number } } =>
  JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));

describe('The workflow of the project, on the rehearsal of the shipped example', () => {
  const job = jobIn(shippedCheckout(), { without: [] });
  const steps = workflow.jobs['rehearsal']?.steps.filter(({ id }) => id !== 'pack') ?? [];
  const packed = { steps: { pack: { outputs: { package: tarball } } } };
  const folder = 'reports/empanel-rehearsal';

  test('passes, with a report, a summary, annotations and a kept ledger', () => {
    const { ran, failed } = runSteps(steps, packed, job);
    const used = named(ran, './');
    expect(ran.map(({ stderr }) => stderr).join('')).toBe('');
    expect(used?.outputs).toEqual({
      'exit-code': '0',
      decision: 'passed',
      report: folder,
      summary: `${folder}/summary.md`,
    });
    expect(failed).toBe(false);
    expect(readdirSync(join(job.workspace, folder)).toSorted()).toEqual([
      'ballots.jsonl',
      'index.html',
      'junit.xml',
      'ledger.db',
      'report.json',
      'summary.md',
      'verdicts.csv',
    ]);
    const inner = used?.inner ?? [];
    expect(named(inner, 'Seat the panel')?.summary).toBe(
      `${readFileSync(join(job.workspace, folder, 'summary.md'), 'utf8')}\n`,
    );
    expect(commands(inner).length).toBeGreaterThan(2);
    for (const command of commands(inner)) expect(command).toMatch(wellFormed);
    expect(uploaded(inner)).toBe(`${folder}\n!${folder}/ledger.db*\n`);
    expect(job.cache.keys()).toEqual([expect.stringMatching(/^empanel-Linux-[0-9a-f]{8}-[0-9a-f]{16}-\d+-1$/)]);
    expect(ran.at(-1)?.stdout).toBe(`The panel passed; its report is in ${folder}.\n`);
  });

  test('sends nothing for an unchanged commit in a fresh checkout, and keeps the ledger under a key of its own', () => {
    const [first] = job.cache.keys();
    const again = jobIn(shippedCheckout(), { cache: job.cache, runId: job.runId, attempt: '2' });
    const { ran, failed } = runSteps(steps, packed, again);
    const inner = named(ran, './')?.inner ?? [];
    expect(failed).toBe(false);
    expect(named(inner, 'actions/cache/restore')?.outputs['cache-matched-key']).toBe(first);
    expect(report(join(again.workspace, folder)).run).toMatchObject({ calls: 0, kept: 5400 });
    expect(job.cache.keys()).toEqual([first, first?.replace(/-1$/, '-2')]);
  });
});

describe('A gate that fails', () => {
  const gates = `--gate 'passRate >= 90%' --gate 'errorRate<=0.3'`;

  test('fails the step, and report, ballots and annotations are there all the same', () => {
    const cache = cacheIn(emptyFolder());
    const done = panel({ args: gates }, { cache });
    expect(done.failed).toBe(true);
    expect(named(done.ran, 'Seat the panel')?.code).toBe(1);
    expect(done.outputs).toMatchObject({ 'exit-code': '1', decision: 'failed' });
    expect(commands(done.ran).map((command) => /^::\w+/.exec(command)?.[0])).toEqual(['::error', '::notice']);
    for (const command of commands(done.ran)) expect(command).toMatch(wellFormed);
    expect(uploaded(done.ran)).toContain('reports/empanel-rehearsal');
    expect(cache.keys()).toHaveLength(1);
  });

  test('fails nothing where only the outputs were asked for', () => {
    const { failed, outputs } = panel({ args: gates, fail: 'false', cache: 'false', artifact: '' });
    expect(failed).toBe(false);
    expect(outputs).toMatchObject({ 'exit-code': '1', decision: 'failed' });
  });
});

test('A run that was cut short is incomplete, and the next one asks for the rest alone', () => {
  const cache = cacheIn(emptyFolder());
  const short = panel({ args: '--calls 20' }, { cache });
  expect(short.outputs).toMatchObject({ 'exit-code': '3', decision: 'incomplete' });
  expect(short.failed).toBe(true);
  const rest = jobIn(smallCheckout(), { cache });
  const done = runAction({ rehearse: 'true', package: tarball }, rest);
  expect(done.outputs).toMatchObject({ 'exit-code': '0', decision: 'passed' });
  const { calls, kept } = report(join(rest.workspace, 'reports/empanel-rehearsal')).run;
  expect(kept).toBeGreaterThan(0);
  expect(kept + calls).toBeGreaterThanOrEqual(200);
  expect(calls).toBeLessThan(230);
});

describe('Bad input', () => {
  const refused = { 'exit-code': '2', decision: 'bad-input', report: '', summary: '' };
  const config = starter['promptfooconfig.yaml'] ?? '';

  test.for([
    ['a config with a key that is none', {}, { 'promptfooconfig.yaml': `${config}  gat: {}\n` }, /"gat"/],
    ['a config that is not there', { config: 'elsewhere.yaml' }, {}, /elsewhere\.yaml/],
    ['a gate that is none', { args: `--gate 'passRate>=90'` }, {}, /Did you mean 0\.9\?/],
    ['flags with a quotation mark that is never closed', { args: `--title "it's` }, {}, /never closed/],
    ['a rehearsal that is neither true nor false', { rehearse: 'yes' }, {}, /input rehearse is neither/],
    ['a folder with a line break in it', { out: 'a\nexit-code=0' }, {}, /names no folder/],
    ['a real panel without its key', { rehearse: 'false' }, {}, /OPENAI_API_KEY/],
  ] as const)('%s ends with 2, before anything is sent or kept', ([, inputs, files, says]) => {
    const cache = cacheIn(emptyFolder());
    const done = panel(inputs, { cache }, files);
    expect(done.outputs).toEqual(refused);
    expect(done.failed).toBe(true);
    expect(told(done)).toMatch(says);
    expect(commands(done.ran)).toEqual([expect.stringMatching(wellFormed)]);
    expect(uploaded(done.ran)).toBeUndefined();
    expect(cache.keys()).toEqual([]);
  });
});

test('Inputs are words and never commands', () => {
  const workspace = smallCheckout({ 'it’s; a "set-up"/promptfooconfig.yaml': starter['promptfooconfig.yaml'] ?? '' });
  const hostile = '$(touch pwned) `touch pwned` ; touch pwned';
  const done = runAction(
    { rehearse: 'true', package: tarball, args: `--title '${hostile} ::error::x'\n--quiet`, out: 'r; touch pwned' },
    jobIn(workspace),
  );
  expect(done.outputs).toMatchObject({ decision: 'passed', report: 'r; touch pwned-rehearsal' });
  expect(existsSync(join(workspace, 'pwned'))).toBe(false);
  expect(readFileSync(join(workspace, 'r; touch pwned-rehearsal/summary.md'), 'utf8')).toContain('touch pwned');
});

test('Rows that write commands of the runner are rows', () => {
  const rows = ['::error::a', '##[error]b', '::set-output name=decision::passed'];
  const csv = `id,question,answer,correct\n${rows.map((row) => `${row},What?,${row},fail\n`).join('')}`;
  const done = panel({ args: `--guard '${rows.join(',')}'` }, {}, { 'answers.csv': csv });
  expect(done.outputs).toMatchObject({ 'exit-code': '1' });
  expect(commands(done.ran)).not.toEqual([]);
  for (const command of commands(done.ran)) expect(command).toMatch(wellFormed);
});

test('Below another folder the outputs are paths from the workspace', () => {
  const workspace = smallCheckout(
    Object.fromEntries(Object.entries(starter).map(([name, content]) => [`evals/short/${name}`, content])),
  );
  const cache: Cache = cacheIn(emptyFolder());
  const job = jobIn(workspace, { cache });
  const done = runAction(
    { rehearse: 'true', package: tarball, 'working-directory': './evals/short', out: 'out/', args: '--rows 5' },
    job,
  );
  expect(done.outputs).toMatchObject({ report: 'evals/short/out-rehearsal', 'exit-code': '0' });
  expect(existsSync(join(workspace, done.outputs['summary'] ?? ''))).toBe(true);
  expect(cache.keys()).toHaveLength(1);
});
