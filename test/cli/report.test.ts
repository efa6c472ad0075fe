import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ballots, ended, folderWith, lines, run, start } from './run.ts';

const files = ['ballots.jsonl', 'index.html', 'junit.xml', 'report.json', 'summary.md', 'verdicts.csv'];

/** The lines of one judge among those of two. */
const linesOf = (judge: string): string =>
  ballots()
    .split(/(?<=\n)/)
    .filter((line) => line.includes(`"${judge}"`))
    .join('');

describe('empanel report', () => {
  test('writes the whole folder, below folders that it makes, and says where', async () => {
    const folder = folderWith({ 'replies.jsonl': ballots() });
    const { code, stdout, stderr } = await run(folder, ['report', 'replies.jsonl']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/ballots? of the panel.*\nReport: reports\/replies\/index\.html\n$/s);
    expect(readdirSync(join(folder, 'reports'))).toEqual(['replies']);
    expect(readdirSync(join(folder, 'reports/replies'))).toEqual(files);
  });

  test('reads standard input, and several files as one', async () => {
    const folder = folderWith({ 'a.jsonl': linesOf('luna'), 'b.jsonl': linesOf('haiku') });
    const piped = await run(folder, ['report', '-', '--quiet'], { input: ballots() });
    const joined = await run(folder, ['report', 'a.jsonl', 'b.jsonl', '--quiet', '--out', 'joined']);
    expect([piped, joined]).toMatchObject([
      { code: 0, stdout: 'Report: reports/stdin/index.html\n', stderr: '' },
      { code: 0, stdout: 'Report: joined/index.html\n', stderr: '' },
    ]);
    const curves = (name: string): unknown =>
      JSON.parse(readFileSync(join(folder, name, 'report.json'), 'utf8')).curves;
    expect(curves('joined')).toEqual(curves('reports/stdin'));
  });

  test('--json prints report.json and nothing else', async () => {
    const folder = folderWith({ 'a.jsonl': ballots() });
    const { stdout, stderr } = await run(folder, ['report', 'a.jsonl', '--json', '--out', 'out']);
    expect(stdout).toBe(readFileSync(join(folder, 'out/report.json'), 'utf8'));
    expect(JSON.parse(stdout).schema).toBe('empanel/report@1');
    expect(stderr).toBe('');
  });

  test('--force replaces a report whole, and an empty folder', async () => {
    const folder = folderWith({ 'a.jsonl': ballots(), 'b.jsonl': ballots({ rows: 35 }) });
    mkdirSync(join(folder, 'out'));
    expect(await run(folder, ['report', 'a.jsonl', '--out', 'out', '--force'])).toMatchObject({ code: 0 });
    writeFileSync(join(folder, 'out/left-over.html'), 'old');
    expect(await run(folder, ['report', 'b.jsonl', '--out', 'out', '--force'])).toMatchObject({ code: 0 });
    expect(readdirSync(join(folder, 'out'))).toEqual(files);
    expect(JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8')).rows).toBe(35);
    expect(readdirSync(folder)).toEqual(['a.jsonl', 'b.jsonl', 'out']);
  });

  test('a bad file leaves the report that --force would have replaced', async () => {
    const folder = folderWith({ 'a.jsonl': ballots(), 'bad.jsonl': 'hello\n' });
    await run(folder, ['report', 'a.jsonl', '--out', 'out']);
    expect(await run(folder, ['report', 'bad.jsonl', '--out', 'out', '--force'])).toMatchObject({ code: 2 });
    expect(readdirSync(join(folder, 'out'))).toEqual(files);
  });
});

describe('Little to go on', () => {
  test.for([
    { what: 'one judge goes by its name', content: ballots({ judges: ['luna'] }), says: /ballots? of judge luna/ },
    {
      what: 'one ballot a row leaves nothing to compare',
      content: ballots({ judges: ['luna'], samples: 1 }),
      says: /Nothing to compare/,
    },
    {
      what: 'no gold gives agreement',
      content: ballots({ gold: false }),
      says: /agree \d.*No error curve: no row has a gold label/s,
    },
    {
      what: 'one row is too few',
      content: ballots({ rows: 1 }),
      says: /Collect more rows: .* at least 30 rows, and there is 1/s,
    },
  ])('$what', async ({ content, says }) => {
    const folder = folderWith({ 'a.jsonl': content });
    const { code, stdout, stderr } = await run(folder, ['report', 'a.jsonl', '--out', 'out']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.replaceAll('\n', ' ')).toMatch(says);
    expect(readdirSync(join(folder, 'out'))).toEqual(files);
  });
});

describe('What a terminal is sent', () => {
  const escape = '\u001b';

  test.for([
    { env: {}, colours: false },
    { env: { FORCE_COLOR: '1' }, colours: true },
    { env: { NO_COLOR: '1' }, colours: false },
  ])('with $env, colours: $colours', async ({ env, colours }) => {
    const folder = folderWith({ 'a.jsonl': ballots({ rows: 4 }) });
    const { stdout } = await run(folder, ['report', 'a.jsonl'], { env });
    const { stderr } = await run(folder, ['report', 'none.jsonl'], { env });
    expect({ stdout: stdout.includes(escape), stderr: stderr.includes(escape) }).toEqual({
      stdout: colours,
      stderr: colours,
    });
  });

  test('names with escapes do nothing', async () => {
    const judges = [`lu${escape}[31mna`, 'haiku\u009b2J'];
    const folder = folderWith({
      [`a${escape}]0;x\u0007.jsonl`]: ballots({ judges }),
      'bad.jsonl': lines({ row: `${escape}[2J` }),
    });
    const told = await Promise.all([
      run(folder, ['report', `a${escape}]0;x\u0007.jsonl`]),
      run(folder, ['report', 'bad.jsonl']),
      run(folder, ['report', `${escape}[31m.jsonl`]),
      run(folder, ['report', `--${escape}[31m`]),
      run(folder, ['report', 'bad.jsonl', '--out', `${escape}[31m/x`]),
      run(folder, [`${escape}[31m`]),
    ]);
    expect(told.map(({ code }) => code)).toEqual([0, 2, 2, 2, 2, 2]);
    for (const { stdout, stderr } of told) expect(stdout + stderr).not.toMatch(/(?!\n)\p{Cc}/u);
  });
});

describe('A reader that leaves early', () => {
  test.for([
    ['report', 'a.jsonl'],
    ['report', 'a.jsonl', '--json'],
    ['report', '--help'],
  ])('%s', async (args) => {
    const folder = folderWith({ 'a.jsonl': ballots() });
    const child = start(folder, args);
    child.stdout.destroy();
    const { code, stderr } = await ended(child);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
