import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { starter } from '../../src/cli/starter.ts';
import { ballots } from '../cli/run.ts';

// Every example of docs/api.md is run as it stands, in a folder with the files that it names; what it prints is what it says.

const page = readFileSync(join(import.meta.dirname, '../../docs/api.md'), 'utf8');
const examples = [...page.matchAll(/^```ts\n([^]*?)^```/gm)].map(([, code = '']) => ({
  name: /import \{ (?:memoryLedger, )?(\w+)/.exec(code)?.[1] ?? '',
  code,
}));
const library = pathToFileURL(join(import.meta.dirname, '../../src/index.ts')).href;

const folder = mkdtempSync(join(tmpdir(), 'api-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const worse = ballots().replaceAll('"values":["pass","pass","pass"]', '"values":["fail","fail","pass"]');
const files = { ...starter, 'ballots.jsonl': ballots(), 'before.jsonl': ballots(), 'after.jsonl': worse };
for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);

test('There is an example of every function', () => {
  const named = examples.map(({ name }) => name);
  for (const name of ['run', 'plan', 'report', 'compare', 'aggregate', 'errorCurve']) expect(named).toContain(name);
});

test.for(examples)('The example of $name prints what it says', ({ code }) => {
  const file = join(folder, 'example.mts');
  writeFileSync(file, code.replaceAll("from 'empanel'", `from '${library}'`));
  const { stdout, stderr } = spawnSync(process.execPath, [file], { cwd: folder, encoding: 'utf8', env: {} });
  const says = [...code.matchAll(/\/\/ => (.*)$/gm)].map(([, text = '']) => text);
  expect({ printed: stdout.trim().split('\n'), stderr }).toEqual({ printed: says, stderr: '' });
});
