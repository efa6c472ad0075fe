import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { baselineCommand } from '../../src/cli/baseline.ts';
import { reportCommand } from '../../src/cli/report.ts';
import { sqliteLedger } from '../../src/ledger/sqlite.ts';
import { ballot, failedBallot } from '../ledger/records.ts';
import { here, panel, type Told } from './here.ts';
import { folderWith, lines, run } from './run.ts';

const writing = (...args: string[]): Promise<Told> => here(baselineCommand, ['write', ...args]);

/** The verdicts that a baseline holds, by row. */
const verdictsIn = (path: string): Record<string, unknown> => {
  const { rows } = JSON.parse(readFileSync(path, 'utf8')) as { rows: { row: string; verdicts: unknown }[] };
  return Object.fromEntries(rows.map(({ row, verdicts }) => [row, verdicts]));
};

describe('empanel baseline write', () => {
  test('writes the verdicts of a run as a small file, and the same bytes again', async () => {
    const folder = folderWith({ 'a.jsonl': panel() });
    await here(reportCommand, [join(folder, 'a.jsonl'), '--out', join(folder, 'reports/run')]);
    const first = await run(folder, ['baseline', 'write', 'reports/run']);
    expect(first).toMatchObject({ code: 0, stderr: '', stdout: 'baseline.json: 40 rows, 5 kB. Commit it.\n' });
    const text = readFileSync(join(folder, 'baseline.json'), 'utf8');
    expect(text).toMatch(/^\{\n"schema":"empanel\/baseline@1",\n"name":"run",/);
    expect(verdictsIn(join(folder, 'baseline.json'))['r1']).toEqual({
      safe: { value: 'pass', votes: [['pass', 6]], error: 0, gold: 'pass', passes: true },
    });
    const [one, two] = [join(folder, 'one.json'), join(folder, 'two.json')];
    for (const out of [one, two]) await writing(join(folder, 'reports/run/'), '--out', out);
    expect(readFileSync(two, 'utf8')).toBe(readFileSync(one, 'utf8'));
    expect(verdictsIn(one)).toEqual(verdictsIn(join(folder, 'baseline.json')));
  });

  test('of a file of ballots or a ledger, below folders that it makes', async () => {
    const folder = folderWith({ 'a.jsonl': panel({ rows: 3 }) });
    using ledger = sqliteLedger(join(folder, 'kept.db'), { simulated: false, privacy: 'full' });
    ledger.record(ballot({ row: 'r1', criterion: 'safe', vote: { kind: 'cast', value: 'pass' } }));
    ledger[Symbol.dispose]();
    for (const name of ['a.jsonl', 'kept.db']) {
      const out = join(folder, 'ci', name, 'base.json');
      expect(await writing(join(folder, name), '--out', out)).toMatchObject({ refusal: null, stderr: '' });
      expect(verdictsIn(out)['r1']).toMatchObject({ safe: { value: 'pass' } });
    }
  });

  test('decides as the run declared', async () => {
    const folder = folderWith({ 'a.jsonl': panel({ judges: ['luna'] }) });
    await here(reportCommand, [join(folder, 'a.jsonl'), '--out', join(folder, 'run'), '--quorum', '4']);
    const out = join(folder, 'base.json');
    await writing(join(folder, 'run'), '--out', out);
    expect(verdictsIn(out)['r1']).toMatchObject({ safe: { undecided: 'no quorum', error: 1 } });
  });

  test('tells how many verdicts lack ballots, for nothing is held against those', async () => {
    const lost = (row: string) => ({ row, criterion: 'safe', judge: 'luna', sample: 0, outcome: 'failed' });
    const folder = folderWith({
      'one.jsonl': panel() + lines(lost('x1')),
      'two.jsonl': panel() + lines(lost('x1'), lost('x2')),
    });
    const told = async (name: string) => (await writing(join(folder, name), '--out', join(folder, 'base.json'))).stderr;
    expect(await told('one.jsonl')).toMatch(/^1 verdict lacks ballots, .* against it\. Complete the run first/);
    expect(await told('two.jsonl')).toMatch(/^2 verdicts lack ballots, .* against them\. Complete/);
    expect(verdictsIn(join(folder, 'base.json'))['x1']).toMatchObject({ safe: { missing: true, failed: 1 } });
  });

  test('F15 and rows that a run did not finish lack them too, though some came', async () => {
    const folder = folderWith({ 'a.jsonl': panel({ rows: 4 }) });
    await here(reportCommand, [join(folder, 'a.jsonl'), '--out', join(folder, 'run')]);
    const path = join(folder, 'run/report.json');
    const report = JSON.parse(readFileSync(path, 'utf8')) as { verdicts: { row: string }[] };
    const verdicts = report.verdicts.map((each) => (each.row === 'r2' ? { ...each, cutShort: true } : each));
    writeFileSync(path, JSON.stringify({ ...report, verdicts }));
    const out = join(folder, 'base.json');
    expect((await writing(join(folder, 'run'), '--out', out)).stderr).toMatch(/^1 verdict lacks ballots/);
    expect(verdictsIn(out)['r2']).toMatchObject({ safe: { missing: true } });
  });
});

describe('A baseline that cannot be written is refused, and nothing changes', () => {
  test('where there is a file that is no baseline, unless that is forced', async () => {
    const folder = folderWith({ 'a.jsonl': panel(), 'mine.json': '{"mine": true}' });
    const out = join(folder, 'mine.json');
    const { refusal } = await writing(join(folder, 'a.jsonl'), '--out', out);
    expect(refusal).toMatch(/exists and is no baseline, .*\n.*--force\. \[report\/exists\]/);
    expect(readFileSync(out, 'utf8')).toBe('{"mine": true}');
    expect((await writing(join(folder, 'a.jsonl'), '--out', out, '--force')).refusal).toBeNull();
    expect(readFileSync(out, 'utf8')).toMatch(/^\{\n"schema":"empanel\/baseline@1"/);
    // Now it is one, and takes the place of itself.
    expect((await writing(join(folder, 'a.jsonl'), '--out', out)).refusal).toBeNull();
  });

  test.for<{ what: string; args: string[]; says: RegExp }>([
    { what: 'no run', args: [], says: /missing required argument/ },
    {
      what: 'a run that is not there',
      args: ['nowhere'],
      says: /nothing to make a baseline of\.\nName .* or a file of ballots\. /,
    },
    {
      what: 'a report',
      args: ['report.json'],
      says: /is a report, and a baseline is made of the ballots.*\nName the run's/,
    },
    { what: 'a folder that is no run', args: ['hollow'], says: /neither ballots\.jsonl nor ledger\.db/ },
    { what: 'a file without ballots', args: ['empty.jsonl'], says: /no ballot/ },
    { what: 'an empty ledger', args: ['empty.db'], says: /no ballots yet.*\nRun its experiment/ },
    { what: 'a baseline of a baseline', args: ['base.json'], says: /is a baseline already.*\nName the run/ },
    { what: 'a folder in its place', args: ['a.jsonl', '--out', 'hollow'], says: /exists and is no baseline/ },
    {
      what: 'a folder, by force',
      args: ['a.jsonl', '--out', 'hollow', '--force'],
      says: /can't be written.*\n.*--out/,
    },
    { what: 'a place below a file', args: ['a.jsonl', '--out', 'a.jsonl/b.json'], says: /can't be written.*\n.*--out/ },
  ])('$what', async ({ args, says }) => {
    const folder = folderWith({
      'a.jsonl': panel({ rows: 3 }),
      'empty.jsonl': '',
      'report.json': '{"schema":"empanel/report@1"}',
    });
    mkdirSync(join(folder, 'hollow'));
    sqliteLedger(join(folder, 'empty.db'), { simulated: false, privacy: 'full' })[Symbol.dispose]();
    await writing(join(folder, 'a.jsonl'), '--out', join(folder, 'base.json'));
    const before = readdirSync(folder, { recursive: true });
    const placed = args.map((arg) => (arg.startsWith('--') ? arg : join(folder, arg)));
    const { code, stdout, refusal } = await writing(
      ...placed,
      ...(args.length === 0 ? [] : notDefault(placed, folder)),
    );
    expect(refusal).toMatch(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  });

  test('scores that are compared with a numeric gold, for a baseline holds what is right or wrong', async () => {
    const score = (row: string) => ({ row, criterion: 'tone', judge: 'luna', values: [2, 4], gold: 3 });
    const folder = folderWith({ 'a.jsonl': lines(score('r1'), score('r2')) });
    await here(reportCommand, [join(folder, 'a.jsonl'), '--out', join(folder, 'run'), '--target', 'mean']);
    const { refusal } = await writing(join(folder, 'run'), '--out', join(folder, 'base.json'));
    expect(refusal).toMatch(/a baseline holds verdicts.*\nReport its ballots .*--pass-at SCORE --rule median/);
    expect(readdirSync(folder)).not.toContain('base.json');
  });

  /** Nothing is ever to land in the folder that the tests run in. */
  const notDefault = (args: readonly string[], folder: string): string[] =>
    args.includes('--out') ? [] : ['--out', join(folder, 'new.json')];
});

describe('A report is held against a baseline', () => {
  /** Ballots, those of a worse day, and the baseline of the first. */
  const made = async (): Promise<string> => {
    const folder = folderWith({
      'a.jsonl': panel({ rows: 300, wrongOn: (row) => row % 10 === 3 }),
      'worse.jsonl': panel({ rows: 300, wrongOn: (row) => row % 10 === 3 || row % 10 === 7 }),
      'few.jsonl': panel({ rows: 290, wrongOn: (row) => row % 10 === 3 }),
      'rubric.jsonl': panel({ rows: 300, criteria: ['kind'] }),
      'labels.jsonl': panel({ rows: 300 }).replaceAll('"pass"', '"yes"').replaceAll('"fail"', '"no"'),
      'empty.json': '',
      'corrupt.json': '{"schema":"empanel/baseline@1","name":',
      'rowless.json': '',
    });
    await writing(join(folder, 'a.jsonl'), '--out', join(folder, 'base.json'));
    const text = readFileSync(join(folder, 'base.json'), 'utf8');
    writeFileSync(join(folder, 'rowless.json'), text.replace(/"rows":\[[^]*\]\n\}/, '"rows":[]}'));
    writeFileSync(join(folder, 'newer.json'), text.replace('baseline@1', 'baseline@2'));
    return folder;
  };

  const reporting = (folder: string, file: string, ...args: string[]): Promise<Told> => {
    const at = args.indexOf('--baseline') + 1;
    const placed = args.map((arg, index) => (at > 0 && index === at ? join(folder, arg) : arg));
    const out = ['--out', join(folder, 'out'), '--resamples', '100', '--max-n', '3', '--design', 'random'];
    return here(reportCommand, [join(folder, file), ...placed, ...out]);
  };

  const gatesIn = (folder: string): unknown =>
    (JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8')) as { gates: unknown }).gates;

  test('the same ballots pass, and end with 0', async () => {
    const folder = await made();
    const { code, refusal } = await reporting(folder, 'a.jsonl', '--baseline', 'base.json', '--margin', '0.02');
    expect({ code, refusal }).toEqual({ code: 0, refusal: null });
    expect(gatesIn(folder)).toMatchObject([{ decision: 'pass', blocks: false, observed: 0 }]);
  });

  test('worse ones fail, and end with 1, as a process does', async () => {
    const folder = await made();
    const args = ['report', 'worse.jsonl', '--baseline', 'base.json', '--margin', '0.02', '--out', 'out'];
    const { code, stdout } = await run(folder, [...args, '--max-n', '3', '--design', 'random']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/fail: not worse than base\.json by 2 points/);
    expect(gatesIn(folder)).toMatchObject([{ decision: 'fail', blocks: true, observed: 0.1 }]);
  });

  test('what cannot be decided ends with 0, or with 1 where that was asked for', async () => {
    const folder = await made();
    const args = ['--baseline', 'base.json', '--margin', '0.1'];
    expect(await reporting(folder, 'worse.jsonl', ...args)).toMatchObject({ code: 0 });
    expect(gatesIn(folder)).toMatchObject([{ decision: 'inconclusive', blocks: false }]);
    const strict = await reporting(folder, 'worse.jsonl', ...args, '--on-inconclusive', 'fail', '--force');
    expect(strict).toMatchObject({ code: 1 });
  });

  test('the worst day of all, on which nothing passes, is a day like any other', async () => {
    const folder = folderWith({});
    for (const [name, value] of [
      ['good', 'pass'],
      ['bad', 'fail'],
    ] as const)
      writeFileSync(
        join(folder, `${name}.jsonl`),
        lines(...Array.from({ length: 60 }, (_, at) => ({ row: `r${at}`, criterion: 'safe', judge: 'luna', value }))),
      );
    await writing(join(folder, 'good.jsonl'), '--out', join(folder, 'base.json'));
    const args = ['--baseline', 'base.json', '--gate', 'passRate>=0.9', '--guard', 'r7'];
    expect(await reporting(folder, 'bad.jsonl', ...args)).toMatchObject({ code: 1, refusal: null });
    expect(gatesIn(folder)).toMatchObject([{ decision: 'fail' }, { decision: 'fail' }, { decision: 'fail' }]);
    expect(await reporting(folder, 'good.jsonl', ...args, '--force')).toMatchObject({ code: 0, refusal: null });
    expect(gatesIn(folder)).not.toContainEqual(expect.objectContaining({ decision: 'fail' }));
  });

  test.for([
    ['--gate', 'passrate>=0.9'],
    ['--gate', 'passRate>=1'],
    ['--gate', 'passRate>=0.9', '--level', '0.5'],
    ['--guard', ','],
    ['--baseline', 'nowhere.json'],
  ])('a slip is told before any ballot is read: %j', async (args) => {
    const { code, refusal } = await reporting(folderWith({ 'a.jsonl': 'no ballot\n' }), 'a.jsonl', ...args);
    expect(code).toBe(2);
    expect(refusal).toMatch(/config\/value|option\/value|baseline\/unreadable/);
  });

  test('by a margin of two points where none is given, though the knee has one; per cent are read too', async () => {
    const folder = await made();
    const margins = async (...args: string[]): Promise<unknown> => {
      const { refusal } = await reporting(folder, 'a.jsonl', '--baseline', 'base.json', '--force', ...args);
      expect(refusal).toBeNull();
      const { settings, gates } = JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8')) as {
        settings: { margin: number };
        gates: { margin: number }[];
      };
      return [settings.margin, ...gates.map(({ margin }) => margin)];
    };
    expect(await margins()).toEqual([0.01, 0.02]);
    expect(await margins('--margin', '5%')).toEqual([0.05, 0.05]);
  });

  test('rows that are gone are refused, and left out where that is allowed', async () => {
    const folder = await made();
    const args = ['--baseline', 'base.json', '--margin', '0.02'];
    const { code, refusal } = await reporting(folder, 'few.jsonl', ...args);
    expect(code).toBe(2);
    expect(refusal).toMatch(/10 rows \(r290, .*base\.json are not in this run.*\n.*--allow rows/);
    expect(await reporting(folder, 'few.jsonl', ...args, '--allow', 'rows')).toMatchObject({ code: 0 });
  });

  test.for<{ what: string; file?: string; args: string[]; says: RegExp }>([
    {
      what: 'a baseline of another rubric',
      file: 'rubric.jsonl',
      args: ['--baseline', 'base.json'],
      says: /base\.json" has no verdicts on "kind", .*another rubric.*\n.*empanel baseline write RUN/,
    },
    {
      what: 'another label that passes',
      file: 'labels.jsonl',
      args: ['--baseline', 'base.json'],
      says: /not asked the same: "safe" passes with "pass" in .* and passes with "yes" in [^]*--allow rubric/,
    },
    {
      what: 'no baseline',
      args: ['--baseline', 'nowhere.json'],
      says: /no file ".*nowhere\.json".*\n.*baseline write RUN/,
    },
    { what: 'an empty file', args: ['--baseline', 'empty.json'], says: /The file is empty.*\n.*baseline write RUN/ },
    { what: 'a baseline without rows', args: ['--baseline', 'rowless.json'], says: /no rows.*\n.*baseline write RUN/ },
    { what: 'a baseline cut off', args: ['--baseline', 'corrupt.json'], says: /no JSON.*\n.*baseline write RUN/ },
    {
      what: 'a newer baseline',
      args: ['--baseline', 'newer.json'],
      says: /"empanel\/baseline@2".*\nUse an empanel as new/,
    },
    { what: 'ballots', args: ['--baseline', 'a.jsonl'], says: /holds ballots.*\nMake a baseline of them/ },
    { what: 'a margin above 1', args: ['--baseline', 'base.json', '--margin', '2'], says: /between 0 and 1/ },
    { what: 'a margin below 0', args: ['--baseline', 'base.json', '--margin', '-0.1'], says: /between 0 and 1/ },
    { what: 'a metric that is not there', args: ['--gate', 'accuracy>=0.9'], says: /"accuracy"[^]*passRate/ },
    {
      what: 'an allowance that is not there',
      args: ['--baseline', 'base.json', '--allow', 'row'],
      says: /Did you mean "rows"/,
    },
  ])('$what is refused', async ({ file = 'a.jsonl', args, says }) => {
    const folder = await made();
    const { code, stdout, refusal } = await reporting(folder, file, ...args);
    expect(refusal).toMatch(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(readdirSync(folder)).not.toContain('out');
  });
});

test('Failed ballots of a ledger are no verdicts', async () => {
  const folder = folderWith({});
  using ledger = sqliteLedger(join(folder, 'run.db'), { simulated: false, privacy: 'full' });
  ledger.record(failedBallot({ row: 'r1', criterion: 'safe' }));
  ledger[Symbol.dispose]();
  const { stderr } = await writing(join(folder, 'run.db'), '--out', join(folder, 'base.json'));
  expect(stderr).toMatch(/^1 verdict lacks ballots/);
});

test('baseline write --help fits 80 columns and teaches', async () => {
  const { code, stdout, stderr } = await run(folderWith({}), ['baseline', 'write', '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  for (const part of ['--force', 'ci/baseline.json', '--margin 0.02']) expect(stdout).toContain(part);
});
