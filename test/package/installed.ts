import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const repository = join(import.meta.dirname, '../..');

export type Ran = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

// A proxy or a registry of the user's may stand in the environment; what npm tells its scripts is about this repository, and keys are nobody's business.
const environment = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(?!config_)|^npm_config_(local_)?prefix$|_KEY$|^FORCE_COLOR$/i.test(name),
    ),
  ),
  NO_COLOR: '1',
};

/** A folder of its own with what was packed installed in it, as a user would from the registry. */
export type Installed = Disposable & {
  readonly folder: string;
  readonly packages: () => readonly string[];
  readonly write: (files: Readonly<Record<string, string>>) => void;
  readonly run: (command: string, args: readonly string[], input?: string) => Ran;
};

/** Packs the repository and installs it into an empty folder, from the real registry. */
export const install = (...beside: readonly string[]): Installed => {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  const run = (command: string, args: readonly string[], input = '', cwd = folder): Ran => {
    return spawnSync(command, args, { cwd, input, encoding: 'utf8', env: environment, timeout: 240_000 });
  };
  const must = (command: string, args: readonly string[], cwd = folder): string => {
    const { status, stdout, stderr } = run(command, args, '', cwd);
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
    return stdout;
  };
  const packed = must('npm', ['pack', '--silent', '--pack-destination', folder], repository).trim().split('\n').at(-1);
  writeFileSync(join(folder, 'package.json'), '{"name":"user","private":true,"type":"module"}');
  must('npm', ['install', '--silent', '--no-audit', '--no-fund', `./${packed}`, ...beside]);
  return {
    folder,
    run,
    packages: () =>
      readdirSync(join(folder, 'node_modules')).flatMap((name) =>
        name.startsWith('@') ? readdirSync(join(folder, 'node_modules', name)).map((own) => `${name}/${own}`) : [name],
      ),
    write: (files) => {
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), content);
      }
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
};
