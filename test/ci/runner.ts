import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cache } from './cache.ts';
import { action, root, type Action, type Step } from './documents.ts';
import { expanded, isRun, type Context } from './expression.ts';
import { machine } from './machine.ts';

/** A job of GitHub Actions as the scripts of its steps see it. */
export type Job = {
  readonly workspace: string;
  readonly temp: string;
  readonly cache: Cache;
  readonly runId: string;
  readonly attempt?: string;
  readonly without?: readonly string[]; // names of steps that are left out
  readonly env?: Readonly<Record<string, string>>; // of the step that uses the action: keys of models
};

/** What a step did. Of one that uses another action: what it was given. */
export type Ran = {
  readonly name: string;
  readonly with: Readonly<Record<string, string>>;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly inner: readonly Ran[]; // the steps of our own action, where it was used
};

export type Done = {
  readonly ran: readonly Ran[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly failed: boolean;
};

/** Runs the action with these inputs, as `uses: ./` does: every step in order, those of other actions recorded, the cache kept. */
export const runAction = (inputs: Readonly<Record<string, string>>, job: Job): Done => {
  const unknown = Object.keys(inputs).filter((name) => !(name in action.inputs));
  if (unknown.length > 0) throw new Error(`the action has no input ${unknown.join(', ')}`);
  const defaults = Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, input.default]));
  const { ran, steps, failed } = runSteps(
    action.runs.steps.filter(({ name = '' }) => job.without?.includes(name) !== true),
    { inputs: { ...defaults, ...inputs } },
    job,
  );
  const outputs = Object.entries(action.outputs).map(
    ([name, { value }]: [string, Action['outputs'][string]]) => [name, expanded(value, { steps })] as const,
  );
  return { ran, outputs: Object.fromEntries(outputs), failed };
};

/** Runs steps as the runner does: after a failure only those that ask for the status themselves. */
export const runSteps = (
  all: readonly Step[],
  more: Context,
  job: Job,
): { readonly ran: readonly Ran[]; readonly steps: Context; readonly failed: boolean } => {
  const ran: Ran[] = [];
  const steps: Record<string, Context> = {};
  let failed = false;
  for (const step of all) {
    const context: Context = {
      ...more,
      steps: { ...(more['steps'] as Context | undefined), ...steps },
      github: { run_id: job.runId, run_attempt: job.attempt ?? '1', ref: 'refs/heads/main' },
      runner: { os: 'Linux', temp: job.temp },
    };
    if (!isRun(step.if, context, failed)) continue;
    const one = step.uses === undefined ? runScript(step, context, job) : runUses(step, context, job);
    ran.push(one);
    if (step.id !== undefined) steps[step.id] = { outputs: one.outputs };
    failed ||= one.code !== 0;
  }
  return { ran, steps, failed };
};

const runScript = (step: Step, context: Context, job: Job): Ran => {
  mkdirSync(job.temp, { recursive: true });
  const folder = mkdtempSync(join(job.temp, 'step-'));
  const [output, summary, script] = ['output', 'summary', 'script.sh'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const file of [output, summary]) writeFileSync(file, '');
  writeFileSync(script, expanded(step.run ?? '', context));
  const env = Object.entries(step.env ?? {}).map(([name, value]) => [name, expanded(value, context)]);
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
    cwd: join(job.workspace, expanded(step['working-directory'] ?? '.', context)),
    encoding: 'utf8',
    env: {
      ...machine,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION_PATH: root,
      GITHUB_OUTPUT: output,
      GITHUB_RUN_ATTEMPT: job.attempt ?? '1',
      GITHUB_RUN_ID: job.runId,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_WORKSPACE: job.workspace,
      RUNNER_OS: 'Linux',
      RUNNER_TEMP: job.temp,
      ...job.env,
      ...Object.fromEntries(env),
    },
  });
  return {
    name: step.name ?? step.id ?? 'run',
    with: {},
    code: status ?? 1,
    stdout,
    stderr,
    summary: readFileSync(summary, 'utf8'),
    outputs: outputsIn(readFileSync(output, 'utf8')),
    inner: [],
  };
};

/** What a step wrote as its outputs. The runner fails a step that writes a line of another form. */
const outputsIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [, name, value] = /^([\w-]+)=(.*)$/.exec(line) ?? [];
        if (name === undefined || value === undefined) throw new Error(`no output: "${line}"`);
        return [name, value];
      }),
  );

const runUses = (step: Step, context: Context, job: Job): Ran => {
  const given = Object.fromEntries(
    Object.entries(step.with ?? {}).map(([name, value]) => [name, expanded(String(value), context)]),
  );
  const idle = {
    name: step.uses ?? '',
    with: given,
    code: 0,
    stdout: '',
    stderr: '',
    summary: '',
    outputs: {},
    inner: [],
  };
  if (step.uses === './') {
    const { ran, outputs, failed } = runAction(given, job);
    return { ...idle, code: failed ? 1 : 0, outputs, inner: ran };
  }
  const { key = '', path = '' } = given;
  if (step.uses?.startsWith('actions/cache/save@') === true) job.cache.save(key, path, job.workspace);
  if (step.uses?.startsWith('actions/cache/restore@') !== true) return idle;
  const near = (given['restore-keys'] ?? '').split('\n').filter((line) => line !== '');
  const restored = job.cache.restore(key, near, path, job.workspace);
  return { ...idle, outputs: { 'cache-matched-key': restored ?? '' } };
};
