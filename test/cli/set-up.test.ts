import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, run } from './run.ts';

describe('empanel init', () => {
  test('writes a set-up that plans and rehearses as it is', async () => {
    const folder = folderWith({});
    expect(await run(folder, ['init'])).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(folder).toSorted()).toEqual(['answers.csv', 'promptfooconfig.yaml', 'rubric.yaml']);

    const planned = await run(folder, ['plan', '--json']);
    expect(planned).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(planned.stdout)).toMatchObject({ rows: 40, slots: 200, calls: 200, unknownPrices: [] });
    expect(existsSync(join(folder, 'reports'))).toBe(false);

    const ended = await run(folder, ['run', '--rehearse', '--json']);
    expect(ended.code).toBe(0);
    const report: unknown = JSON.parse(ended.stdout);
    expect(report).toMatchObject({ rehearsal: true, rows: 40, run: { complete: true, notRun: [] } });
  });

  test('overwrites nothing', async () => {
    const folder = folderWith({ 'rubric.yaml': 'mine' });
    const { code, stderr } = await run(folder, ['init']);
    expect(code).toBe(2);
    expect(stderr).toContain('"rubric.yaml" exists in "."');
    expect(readdirSync(folder)).toEqual(['rubric.yaml']);
    expect(await run(folder, ['init', 'beside'])).toMatchObject({ code: 0 });
  });
});

describe('empanel plan', () => {
  test('tells ballots, cost, time and what the rows can tell, and counts what the ledger has', async () => {
    const folder = folderWith({});
    await run(folder, ['init']);
    const { stdout } = await run(folder, ['plan']);
    for (const part of [
      '40 rows × correct ×5 = 200 ballots',
      'claude-haiku-4-5',
      'Cost at the prices of 20',
      'the run stops before $1.00',
      'Time: at least',
      'correct: 40 rows with gold tell an error of 5%',
    ])
      expect(stdout).toContain(part);
    await run(folder, ['run', '--rehearse', '--rows', '10', '--quiet']);
    const again = await run(folder, ['plan', '--rehearse', '--rows', '10', '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ slots: 50, kept: 50, calls: 0, usd: 0 });
  });

  test('asks for a config where there is none', async () => {
    const { code, stderr } = await run(folderWith({ 'promptfoconfig.yaml': '' }), ['plan']);
    expect(code).toBe(2);
    expect(stderr).toContain('empanel init');
  });
});

describe('empanel ledger', () => {
  test('a ledger goes through JSON Lines and back, and a run finds every ballot there', async () => {
    const folder = folderWith({});
    await run(folder, ['init']);
    await run(folder, ['run', '--rehearse', '--quiet']);
    const [name = ''] = readdirSync(join(folder, 'reports'));
    const { code, stdout } = await run(folder, ['ledger', 'export', join('reports', name)]);
    expect({ code, lines: stdout.trimEnd().split('\n').length }).toEqual({ code: 0, lines: 200 });
    writeFileSync(join(folder, 'ballots.jsonl'), stdout);
    const imported = await run(folder, ['ledger', 'import', 'ballots.jsonl', 'copy']);
    expect(imported).toMatchObject({ code: 0, stdout: '200 ballots of ballots.jsonl are in copy/ledger.db.\n' });
    await run(folder, ['run', '--rehearse', '--quiet', '--out', 'copy']);
    const verdicts = (run: string): string => readFileSync(join(folder, run, 'verdicts.csv'), 'utf8');
    expect(verdicts('copy')).toBe(verdicts(join('reports', name)));
    const report = JSON.parse(readFileSync(join(folder, 'copy/report.json'), 'utf8')) as {
      run: { calls: number; kept: number };
    };
    expect(report.run).toMatchObject({ calls: 0, kept: 200 });
  });

  test('simulated ballots do not get into a ledger of real ones', async () => {
    const folder = folderWith({});
    await run(folder, ['init']);
    await run(folder, ['run', '--rehearse', '--quiet', '--out', 'rehearsed']);
    const { stdout } = await run(folder, ['ledger', 'export', 'rehearsed']);
    writeFileSync(join(folder, 'ballots.jsonl'), stdout);
    // A broken file leaves no ledger behind, and what it was made of decides what the next one is.
    writeFileSync(join(folder, 'broken.jsonl'), '{"row":"r"}\n');
    expect(await run(folder, ['ledger', 'import', 'broken.jsonl', 'real'])).toMatchObject({ code: 2 });
    expect(existsSync(join(folder, 'real/ledger.db'))).toBe(false);
    writeFileSync(join(folder, 'real.jsonl'), stdout.replaceAll('"simulated":true,"rehearsal":true,', ''));
    expect(await run(folder, ['ledger', 'import', 'real.jsonl', 'real'])).toMatchObject({ code: 0 });
    const { code, stderr } = await run(folder, ['ledger', 'import', 'ballots.jsonl', 'real']);
    expect(code).toBe(2);
    expect(stderr).toContain('ballots.jsonl:1');
    // Nor does a report take the place of a run.
    const report = await run(folder, ['report', 'ballots.jsonl', '--out', 'rehearsed', '--force']);
    expect(report).toMatchObject({ code: 2, stderr: expect.stringContaining('holds the ledger of a run') });
    expect(existsSync(join(folder, 'rehearsed/ledger.db'))).toBe(true);
  });
});
