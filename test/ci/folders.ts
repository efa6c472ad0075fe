import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { starter } from '../../src/cli/starter.ts';
import { root } from './documents.ts';

const made = mkdtempSync(join(tmpdir(), 'ci-'));
afterAll(() => rmSync(made, { recursive: true, force: true }));

/** An empty folder that is gone when the file's tests are over. */
export const emptyFolder = (): string => mkdtempSync(join(made, 'f-'));

/** A checkout of the shipped example. */
export const shippedCheckout = (): string => {
  const folder = emptyFolder();
  for (const name of ['promptfooconfig.yaml', 'rubrics', 'datasets'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  return folder;
};

/** A checkout of what `empanel init` writes: forty rows, five ballots each. Files can be added or replaced. */
export const smallCheckout = (more: Readonly<Record<string, string>> = {}): string => {
  const folder = emptyFolder();
  for (const [name, content] of Object.entries({ ...starter, ...more })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
};
