import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { parseSync } from 'oxc-parser';
import { describe, expect, test } from 'vitest';

const source = join(import.meta.dirname, '../src');

/** Which rooms a room may read, beside itself and the nouns. Read from right to left in src/README.md, never back. */
const mayRead: Readonly<Record<string, readonly string[]>> = {
  nouns: [],
  statistics: [],
  aggregate: ['statistics'],
  analyse: ['aggregate', 'statistics'],
  compare: ['analyse', 'aggregate', 'statistics'],
  gate: ['compare', 'analyse', 'aggregate', 'statistics'],
  report: ['gate', 'compare', 'analyse', 'aggregate', 'statistics'],
  wording: [],
  baseline: ['wording'],
  config: ['baseline', 'wording', 'analyse', 'aggregate'],
  assertions: ['config', 'judges', 'wording'],
  suite: ['assertions', 'config', 'analyse', 'aggregate', 'wording'],
  plan: ['wording', 'aggregate', 'statistics'],
  dispatch: [],
  judges: ['wording', 'ledger'],
  rehearsal: ['judges', 'statistics'],
  live: [
    'suite',
    'config',
    'plan',
    'dispatch',
    'judges',
    'rehearsal',
    'ledger',
    'gate',
    'compare',
    'analyse',
    'aggregate',
    'wording',
  ],
  ledger: ['wording'],
  workers: ['analyse', 'aggregate', 'statistics'],
  arms: ['baseline', 'ledger', 'wording', 'compare', 'analyse', 'aggregate'],
  empanel: [
    'live',
    'workers',
    'arms',
    'baseline',
    'ledger',
    'report',
    'gate',
    'compare',
    'analyse',
    'aggregate',
    'statistics',
  ],
  library: [
    'empanel',
    'arms',
    'config',
    'live',
    'plan',
    'ledger',
    'gate',
    'compare',
    'report',
    'analyse',
    'aggregate',
    'wording',
  ],
  promptfoo: [
    'empanel',
    'suite',
    'assertions',
    'config',
    'live',
    'plan',
    'dispatch',
    'judges',
    'ledger',
    'report',
    'analyse',
    'aggregate',
    'wording',
  ],
  vitest: [
    'library',
    'empanel',
    'arms',
    'config',
    'live',
    'plan',
    'ledger',
    'gate',
    'compare',
    'report',
    'analyse',
    'aggregate',
    'wording',
  ],
  cli: [
    'promptfoo',
    'empanel',
    'arms',
    'baseline',
    'config',
    'live',
    'plan',
    'dispatch',
    'ledger',
    'wording',
    'report',
    'gate',
    'compare',
    'analyse',
    'aggregate',
    'statistics',
  ],
  index: ['library', 'empanel', 'config', 'live', 'plan', 'ledger', 'compare', 'report', 'analyse', 'aggregate'],
};

/** Nothing in these rooms knows of Node, of the clock or of chance. */
const pure = ['nouns', 'statistics', 'aggregate', 'analyse', 'compare', 'gate', 'report'];

const roomOf = (file: string): string => {
  const [first = '', second] = file.split('/');
  if (second !== undefined) return first;
  return first === 'index.ts' || first === 'empanel.ts' ? first.slice(0, -3) : 'nouns';
};

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, imports: importsOf(file) }));

describe('The rooms of src read only what they may', () => {
  test('there is something to check', () => {
    expect(files.length).toBeGreaterThan(80);
    expect(new Set(files.map(({ file }) => roomOf(file)))).toEqual(new Set(Object.keys(mayRead)));
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(200);
  });

  test.for(Object.keys(mayRead))('%s', (room) => {
    const allowed = new Set([room, 'nouns', ...(mayRead[room] ?? [])]);
    // Statistics take numbers and give numbers: they read no noun either.
    if (room === 'statistics') allowed.delete('nouns');
    const broken = files
      .filter(({ file }) => roomOf(file) === room)
      .flatMap(({ file, imports }) =>
        imports
          .filter((name) => name.startsWith('.'))
          .map((name) => normalize(join(dirname(file), name)))
          .filter((target) => !allowed.has(roomOf(target)))
          .map((target) => `${file} reads ${target}; ${room} may read ${[...allowed].join(', ')}`),
      );
    expect(broken).toEqual([]);
  });

  test.for(pure)('%s is pure: it imports nothing of Node', (room) => {
    const node = files
      .filter(({ file }) => roomOf(file) === room)
      .flatMap(({ file, imports }) =>
        imports.filter((name) => name.startsWith('node:')).map((name) => `${file} imports ${name}`),
      );
    expect(node).toEqual([]);
  });
});

test('Every file of src is one idea: 200 lines at the most', () => {
  const long = files
    .map(({ file }) => ({ file, lines: readFileSync(join(source, file), 'utf8').split('\n').length }))
    .filter(({ lines }) => lines > 200);
  expect(long).toEqual([]);
});

/** The modules that a file names in its imports and re-exports, dynamic ones included. */
function importsOf(file: string): string[] {
  const path = join(source, file);
  const { module, errors } = parseSync(relative(source, path), readFileSync(path, 'utf8'));
  if (errors.length > 0) throw new Error(`${file} can't be parsed: ${errors[0]?.message}`);
  const text = readFileSync(path, 'utf8');
  return [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) => text.slice(moduleRequest.start + 1, moduleRequest.end - 1)),
  ];
}
