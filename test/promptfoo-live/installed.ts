import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;

/** promptfoo's own program. */
export const promptfoo = join(here, 'node_modules/promptfoo/dist/src/main.js');

/** Installs promptfoo if it is not there, without what it has for optional; the doors are used as they are built. */
export const setup = (): void => {
  const run = (command: string, args: readonly string[]): void =>
    void execFileSync(command, args, { cwd: join(here, '../..'), stdio: ['ignore', 'inherit', 'inherit'] });
  if (!existsSync(promptfoo)) run('npm', ['ci', '--omit=optional', '--ignore-scripts', '--prefix', here]);
  // EMPANEL_BUILT takes the build as it is, for one test after the other.
  if (process.env['EMPANEL_BUILT'] === undefined) run('npm', ['run', '--silent', 'build']);
};
