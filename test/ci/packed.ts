import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { root } from './documents.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly package: string;
    readonly temp: string;
  }
}

/**
 * Packs the project as `npm publish` would, and makes the folder of what is temporary: whoever installs into it first, installs for all.
 * Returns what clears up.
 */
export const setup = (project: TestProject): (() => void) => {
  const folder = mkdtempSync(join(tmpdir(), 'packed-'));
  const name = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root, encoding: 'utf8' });
  project.provide('package', join(folder, name.trim()));
  project.provide('temp', folder);
  return () => rmSync(folder, { recursive: true, force: true });
};
