import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * What a ledger is cached under: `empanel-<system>-<place>-<content>`, of the config and of the files that it names. Equal content finds
 * the ledger that has every ballot; changed content finds by the place one that has most. A ledger that fits worse is no mistake: it
 * holds each ballot by what was asked, and a run asks for what it lacks.
 */
export const cacheKey = (config: string, out: string, system: string): string => {
  const files = [...filesOf(config)].map(([file, content]) => [relative(dirname(config), file), digest(content)]);
  return `empanel-${system}-${digest(`${config}\n${out}`).slice(0, 8)}-${digest(JSON.stringify(files)).slice(0, 16)}`;
};

/** The config, and every file that it names or that a YAML file among those does. One that can't be read counts as empty. */
const filesOf = (config: string): Map<string, Buffer> => {
  const found = new Map<string, Buffer>();
  const read = (file: string): void => {
    if (found.has(file)) return;
    const content = contentOf(file);
    found.set(file, content);
    if (!/\.ya?ml$/i.test(file)) return;
    for (const [, name = ''] of content.toString('utf8').matchAll(/file:\/\/([^\s'",\]}]+)/g))
      read(join(dirname(file), name));
  };
  read(config);
  return found;
};

const contentOf = (file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0); // empanel tells what is wrong with it
  }
};

const digest = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

if (import.meta.main) {
  const [config = 'promptfooconfig.yaml', out = ''] = process.argv.slice(2);
  process.stdout.write(`${cacheKey(config, out, process.env['RUNNER_OS'] ?? process.platform)}\n`);
}
