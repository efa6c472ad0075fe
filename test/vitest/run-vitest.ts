import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const repository = join(import.meta.dirname, '../..');

/** A project of its own with the fixture's files and these: gone when the test is over. */
export const projectWith = (files: Readonly<Record<string, string>> = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vitest-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(import.meta.dirname, 'project'), folder, { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
};

export type Tested = { readonly name: string; readonly passed: boolean; readonly message: string };

/** Runs a file of a project with vitest, as a user would: a process of its own, without keys but for those given. `run` names its report. */
export const runVitest = async (
  folder: string,
  file: string,
  { run, ...env }: Readonly<Record<string, string>> & { readonly run: string },
): Promise<readonly Tested[]> => {
  const report = join(folder, `report-${run}.json`);
  const args = [
    join(repository, 'node_modules/vitest/vitest.mjs'),
    'run',
    file,
    '--reporter=json',
    `--outputFile=${report}`,
  ];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env['PATH'], EMPANEL_VITEST: join(repository, 'src/vitest/index.ts'), ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  await new Promise((resolve) => child.on('close', resolve));
  return resultsIn(report, said);
};

type Report = {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
};

const resultsIn = (path: string, said: string): readonly Tested[] => {
  const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as Report;
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  if (results.length === 0) throw new Error(`vitest ran no test: ${testResults[0]?.message ?? ''} ${said}`);
  return results.map(({ title, status, failureMessages }) => ({
    name: title,
    passed: status === 'passed',
    message: failureMessages.map(withoutStack).join('\n'),
  }));
};

/** The message, and the line of the test that it points to. */
const withoutStack = (text: string): string =>
  text.replace(/\n {4}at [^]*$/, (frames) => `\n    at ${/[^/]+\.panel\.ts:\d+/.exec(frames)?.[0] ?? 'nowhere'}`);
