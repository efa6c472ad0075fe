import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { baselineCommand } from '../../src/cli/baseline.ts';
import { compareCommand } from '../../src/cli/compare.ts';
import { importCommand } from '../../src/cli/import.ts';
import { reportCommand } from '../../src/cli/report.ts';
import { here, type Told } from '../cli/here.ts';
import { folderWith, run } from '../cli/run.ts';
import { fixture, resultsOf, type Run } from './results.ts';

const importing = (...args: string[]): Promise<Told> => here(importCommand, ['promptfoo', ...args]);

const fileOf = (given: Run): string => {
  const folder = folderWith({ 'out.json': JSON.stringify(resultsOf(given)) });
  return join(folder, 'out.json');
};

describe('empanel import promptfoo', () => {
  test('writes both families, says what each is, and how to go on', async () => {
    const out = join(folderWith({}), 'made');
    const told = await importing(fixture('repeats.json'), '--out', out);
    expect(told.refusal).toBeNull();
    expect(readdirSync(out).sort()).toEqual(['import.json', 'repeats-judges.jsonl', 'repeats-repeats.jsonl']);
    expect(told.stdout).toContain('judges: what the judges said of each output.');
    expect(told.stdout).toContain(`$ empanel report ${out}/repeats-judges.jsonl`);
    expect(told.stdout).toContain('52 ballots, 46 of them cast; 8 rows; 1 criterion; 2 judges');
    expect(told.stderr).toContain('Note: 6 outputs ended in an error.');
  });

  test('what it writes goes through report, compare and baseline', async () => {
    const out = join(folderWith({}), 'made');
    await importing(fixture('repeats.json'), '--out', out);
    for (const family of ['judges', 'repeats']) {
      const ballots = join(out, `repeats-${family}.jsonl`);
      expect(await here(reportCommand, [ballots, '--out', join(out, `../report-${family}`)])).toMatchObject({
        code: 0,
        refusal: null,
      });
      expect(await here(compareCommand, [ballots, ballots, '--out', join(out, `../compare-${family}`)])).toMatchObject({
        refusal: null,
      });
      expect(await here(baselineCommand, ['write', ballots, '--out', join(out, `../${family}.json`)])).toMatchObject({
        refusal: null,
      });
    }
  });

  test.for<{ what: string; given: Run; flags: string[]; families: string[] }>([
    {
      what: 'no judge',
      given: { outputs: [{ test: 0, verdicts: [{ type: 'is-json' }] }] },
      flags: [],
      families: ['repeats'],
    },
    { what: 'a judge, no repeats', given: { outputs: [{ test: 0 }] }, flags: [], families: ['judges'] },
    {
      what: 'both, one asked for',
      given: { outputs: [{ test: 0 }, { test: 1, vars: { x: 0 } }], repeat: 2 },
      flags: ['--ballots', 'repeats'],
      families: ['repeats'],
    },
    {
      what: 'both',
      given: { outputs: [{ test: 0 }, { test: 1, vars: { x: 0 } }], repeat: 2 },
      flags: [],
      families: ['judges', 'repeats'],
    },
  ])('the families of a run with $what', async ({ given, flags, families }) => {
    const file = fileOf(given);
    const { stdout } = await importing(file, '--out', join(file, '../made'), '--json', ...flags);
    const told = JSON.parse(stdout) as { schema: string; families: { family: string; path: string; next: string }[] };
    expect(told).toMatchObject({ schema: 'empanel/import@1', notes: expect.any(Array) });
    expect(told.families.map(({ family }) => family)).toEqual(families);
    for (const { path, next } of told.families) {
      expect(existsSync(path)).toBe(true);
      expect(next).toBe(`empanel report ${path}`);
    }
    expect(readFileSync(join(file, '../made/import.json'), 'utf8')).toBe(stdout);
  });

  test.for<{ what: string; given: Run; flags: string[]; says: string }>([
    {
      what: 'judges of a run without verdicts',
      given: { outputs: [{ test: 0, verdicts: null }] },
      flags: ['--ballots', 'judges'],
      says: 'PROMPTFOO_STRIP_GRADING_RESULT',
    },
    {
      what: 'a run that asserts nothing',
      given: { outputs: [{ test: 0, verdicts: [], testCase: { assert: [] } }] },
      flags: [],
      says: 'for want of a question',
    },
  ])('refuses $what, and writes nothing', async ({ given, flags, says }) => {
    const file = fileOf(given);
    const { refusal } = await importing(file, '--out', join(file, '../made'), ...flags);
    expect(refusal).toContain(says);
    expect(refusal).toContain('[input/no-ballots]');
    expect(existsSync(join(file, '../made'))).toBe(false);
  });

  test('never overwrites what is there, but an import with --force', async () => {
    const file = fileOf({ outputs: [{ test: 0 }] });
    const out = join(file, '../made');
    await importing(file, '--out', out, '--quiet');
    expect((await importing(file, '--out', out)).refusal).toContain('[report/exists]');
    writeFileSync(join(out, 'mine.txt'), 'x');
    expect(await importing(file, '--out', out, '--force', '--quiet')).toMatchObject({
      refusal: null,
      stdout: `${join(out, 'out-judges.jsonl')}\n`,
    });
    expect(readdirSync(out).sort()).toEqual(['import.json', 'out-judges.jsonl']);
  });

  test('as a command: from standard input into reports/, and its help fits 80 columns', async () => {
    const folder = folderWith({});
    const text = JSON.stringify(resultsOf({ outputs: [{ test: 0 }] }));
    expect(await run(folder, ['import', 'promptfoo', '-', '-q'], { input: text })).toMatchObject({
      code: 0,
      stdout: 'reports/stdin/stdin-judges.jsonl\n',
    });
    expect(await run(folder, ['import', 'promptfoo', 'nothing.json'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('[input/unreadable]'),
    });
    const help = await run(folder, ['import', 'promptfoo', '--help']);
    expect(help.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(help.stdout).toContain('$ empanel import promptfoo results.json');
  });
});
