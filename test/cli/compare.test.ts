import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { baselineJson } from '../../src/baseline/baseline-json.ts';
import { compareCommand } from '../../src/cli/compare.ts';
import { reportCommand } from '../../src/cli/report.ts';
import { arm, armRow, subject } from '../baseline/arms.ts';
import { here, panel, type Told } from './here.ts';
import { folderWith, run } from './run.ts';

const files = ['comparison.json', 'index.html', 'summary.md'];
const baseline = baselineJson(arm([subject('safe', [armRow('r1')])]), { version: '1.2.3' });
const worse = (row: number): boolean => row % 4 === 1;

type Json = {
  title: string;
  n: number | null;
  margin: number;
  reference: string;
  arms: { name: string; judges: string[]; rule: string; ballots: number; usdPerRow: number | null }[];
  subjects: { id: string }[];
  pairings: {
    arm: string;
    subject: string;
    paired: number;
    unpaired: { why: string; rows: string[] }[];
    error: { conclusion: string; difference: { value: number } } | null;
    fail: { conclusion: string } | null;
  }[];
  frontiers: { buys: unknown[] }[];
  mismatches: { kind: string }[];
  notes: string[];
};

/** Compares in a folder of its own, and reads what was written. */
const compared = async (folder: string, ...args: string[]): Promise<Json> => {
  const { code, refusal } = await comparing(folder, ...args);
  if (code !== 0) throw new Error(refusal ?? `ended with ${code}`);
  return JSON.parse(readFileSync(join(folder, 'out/comparison.json'), 'utf8')) as Json;
};

/** Names of files are meant to be in the folder; NAME=FILE is one, too. */
const comparing = (folder: string, ...args: string[]): Promise<Told> => {
  const placed = args.map((arg) =>
    arg.replace(/^(\w+=)?((?:reports\/)?[\w-]+\.(?:jsonl|csv|json))$/, `$1${folder}/$2`),
  );
  return here(compareCommand, [...placed, '--out', join(folder, 'out')]);
};

/** The folder of a run: a report on a.jsonl, with something in its report.json that only a live run declares. */
const reported = async (folder: string, usual: string, declared: string): Promise<string> => {
  const report = join(folder, 'run');
  await here(reportCommand, [join(folder, 'a.jsonl'), '--out', report]);
  const path = join(report, 'report.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace(usual, declared));
  return report;
};

describe('empanel compare', () => {
  test('writes a folder and says where; nothing else, whatever it finds', async () => {
    const folder = folderWith({ 'old.jsonl': panel(), 'new.jsonl': panel({ wrongOn: worse }) });
    const { code, stdout, stderr } = await run(folder, ['compare', 'old.jsonl', 'new.jsonl']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^new is worse than old.*\nReport: reports\/compare-old-new\/index\.html\n$/s);
    expect(readdirSync(join(folder, 'reports/compare-old-new'))).toEqual(files);
    expect(readdirSync(folder)).toEqual(['new.jsonl', 'old.jsonl', 'reports']);
  });

  test('with --json prints comparison.json and nothing else, and --force replaces what is there', async () => {
    const folder = folderWith({ 'old.jsonl': panel(), 'new.jsonl': panel({ wrongOn: worse }) });
    await comparing(folder, 'old.jsonl', 'old.jsonl');
    const { stdout, stderr } = await comparing(folder, 'old.jsonl', 'new.jsonl', '--force', '--json');
    expect(stderr).toBe('');
    expect(stdout).toBe(readFileSync(join(folder, 'out/comparison.json'), 'utf8'));
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'empanel/comparison@1',
      title: 'old against new',
      reference: 'old',
      n: null,
      margin: 0.02,
    });
  });

  test('with --quiet prints only where the report is', async () => {
    const folder = folderWith({ 'old.jsonl': panel() });
    const { stdout } = await comparing(folder, 'old.jsonl', 'old.jsonl', '--quiet');
    expect(stdout).toBe(`Report: ${folder}/out/index.html\n`);
  });

  test('names arms after their files, apart where two are one, and as they are told', async () => {
    const folder = folderWith({ 'a.jsonl': panel(), 'b.jsonl': panel(), 'x=y.jsonl': panel() });
    const names = async (...args: string[]): Promise<string[]> =>
      (await compared(folder, ...args, '--force')).arms.map(({ name }) => name);
    expect(await names('a.jsonl', 'a.jsonl', 'b.jsonl')).toEqual(['a', 'a (2)', 'b']);
    expect(await names('a.jsonl', 'a.jsonl', 'a.jsonl')).toEqual(['a', 'a (2)', 'a (3)']);
    expect(await names('old=a.jsonl', 'new=b.jsonl')).toEqual(['old', 'new']);
    expect(await names(`${folder}/x=y.jsonl`, 'a.jsonl')).toEqual(['x=y', 'a']);
  });

  test('has a title of all arms, but of many of the first few', async () => {
    const folder = folderWith({ 'a.jsonl': panel({ judges: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] }) });
    const title = async (...args: string[]): Promise<string> =>
      (await compared(folder, 'a.jsonl', ...args, '--force')).title;
    expect(await title('--arm', 'x=a', '--arm', 'y=b', '--arm', 'z=c')).toBe('x against y against z');
    expect(await title('--by', 'judge')).toBe('a, b, c and 4 more');
  });

  test('compares runs, files and baselines with one another, each as it decides', async () => {
    const folder = folderWith({ 'a.jsonl': panel(), 'b.jsonl': panel({ wrongOn: worse }) });
    const report = join(folder, 'majority');
    await here(reportCommand, [join(folder, 'a.jsonl'), '--out', report, '--rule', 'majority', '--quorum', '6']);
    const { arms, pairings, mismatches } = await compared(folder, report, 'b.jsonl', 'a.jsonl');
    expect(arms).toMatchObject([
      { name: 'majority', rule: 'majority, quorum 6' },
      { name: 'b', rule: 'plurality' },
      { name: 'a', rule: 'plurality' },
    ]);
    expect(mismatches.map(({ kind }) => kind)).toEqual(['rule', 'rule']);
    expect(pairings.map(({ error }) => error?.conclusion)).toEqual(['worse', 'alike']);
    const overruled = await compared(folder, report, 'b.jsonl', '--rule', 'median', '--force').catch(String);
    expect(overruled).toMatch(/rule "median"/); // labels have no median: the caller's rule holds for all
  });
});

describe('One file is split into arms', () => {
  const judges = ['haiku@0', 'haiku@1', 'luna'];
  const inFolder = () => folderWith({ 'a.jsonl': panel({ judges }) });

  test.for<{ args: string[]; arms: [string, string[]][] }>([
    { args: ['--by', 'judge'], arms: judges.map((judge) => [judge, [judge]]) },
    {
      args: ['--by', 'model'],
      arms: [
        ['haiku', ['haiku@0', 'haiku@1']],
        ['luna', ['luna']],
      ],
    },
    {
      args: ['--arm', 'small=haiku*', '--arm', 'all=*', '--arm', 'two=luna, haiku@0'],
      arms: [
        ['small', ['haiku@0', 'haiku@1']],
        ['all', judges],
        ['two', ['haiku@0', 'luna']],
      ],
    },
  ])('$args', async ({ args, arms }) => {
    const found = await compared(inFolder(), 'a.jsonl', ...args);
    expect(found.arms.map(({ name, judges: own }) => [name, own])).toEqual(arms);
    expect(found.pairings.every(({ paired }) => paired === 40)).toBe(true);
  });

  test('and the quorum of the whole panel is not asked of its parts', async () => {
    const folder = folderWith({ 'a.jsonl': panel() });
    const report = await reported(folder, '"verdictQuorum": null', '"verdictQuorum": 5');
    const { pairings } = await compared(folder, report, '--by', 'judge');
    expect(pairings[0]?.error).toMatchObject({ conclusion: 'alike', difference: { value: 0 } });
    const { unpaired } = (await compared(folder, report, `${report}/`, '--force')).pairings[0] ?? {};
    expect(unpaired).toEqual([]);
  });
});

describe('The caller says', () => {
  test('--n: errors of so many ballots', async () => {
    const folder = folderWith({ 'a.jsonl': panel({ judges: ['luna'] }), 'b.jsonl': panel({ wrongOn: worse }) });
    const found = await compared(folder, 'a.jsonl', 'b.jsonl', '--n', '3');
    expect(found).toMatchObject({ n: 3, pairings: [{ error: { difference: { value: 0.25 } } }] });
  });

  test('--combine: all criteria together, or how many of them', async () => {
    const folder = folderWith({
      'a.jsonl': panel({ criteria: ['safe', 'kind'] }),
      'b.jsonl': panel({ criteria: ['safe'] }) + panel({ criteria: ['kind'], wrongOn: worse }),
    });
    const subjects = async (how: string) =>
      (await compared(folder, 'a.jsonl', 'b.jsonl', '--combine', how, '--force')).pairings.map(({ subject, error }) => [
        subject,
        error?.difference.value,
      ]);
    expect(await subjects('all')).toEqual([
      ['safe', 0],
      ['kind', 0.25],
      // Where a row is wrong on one criterion and ought to fail on both, it fails.
      ['combined', expect.closeTo(7 / 40, 12)],
    ]);
    expect(await subjects('1')).toEqual([
      ['safe', 0],
      ['kind', 0.25],
      ['combined', expect.closeTo(3 / 40, 12)],
    ]);
  });

  test('--criterion: and what the run combined it with is no subject then', async () => {
    const folder = folderWith({ 'a.jsonl': panel({ criteria: ['safe', 'kind'] }) });
    const report = await reported(
      folder,
      '"combine": null',
      '"combine": {"weights":{"safe":1,"kind":1},"atLeast":2,"label":"all"}',
    );
    const ids = async (...args: string[]): Promise<string[]> =>
      (await compared(folder, report, report, ...args)).subjects.map(({ id }) => id);
    expect(await ids()).toEqual(['safe', 'kind', 'combined']);
    expect(await ids('--criterion', 's*', '--force')).toEqual(['safe']);
  });

  test('--gold: for ballots that came without; and arms lend it to one another', async () => {
    const unrecorded = expect.stringMatching(/not recorded what was asked, so only ids, labels and gold/);
    const gold = panel({ judges: ['x'] })
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .map(({ row, criterion, gold: right }) => `${JSON.stringify({ row, criterion, gold: right })}\n`)
      .join('');
    const folder = folderWith({
      'a.jsonl': panel({ gold: false }),
      'b.jsonl': panel({ gold: false, wrongOn: worse }),
      'told.jsonl': panel(),
      'gold.jsonl': gold,
    });
    const withGold = await compared(folder, 'a.jsonl', 'b.jsonl', '--gold', 'gold.jsonl');
    expect(withGold).toMatchObject({ pairings: [{ error: { conclusion: 'worse' } }], notes: [unrecorded] });
    const without = await compared(folder, 'a.jsonl', 'b.jsonl', '--force');
    expect(without).toMatchObject({ pairings: [{ error: null, fail: { conclusion: 'open' } }] });
    const lent = await compared(folder, 'told.jsonl', 'b.jsonl', '--force');
    expect(lent.pairings[0]?.error?.conclusion).toBe('worse');
    expect(lent.notes).toEqual([unrecorded, expect.stringMatching(/^b: .*without gold/)]);
  });

  test('--allow: what was not asked the same is compared all the same, and told', async () => {
    const folder = folderWith({ 'a.jsonl': panel({ criteria: ['safe', 'kind'] }), 'b.jsonl': panel() });
    const refused = await comparing(folder, 'a.jsonl', 'b.jsonl');
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.refusal).toMatch(/"kind" is in a only[^]*--allow rubric/);
    const found = await compared(folder, 'a.jsonl', 'b.jsonl', '--allow', 'rubric');
    expect(found).toMatchObject({ mismatches: [{ kind: 'rubric' }], subjects: [{ id: 'safe' }] });
  });

  test('--title, and what to spend where prices are known', async () => {
    const folder = folderWith({
      'a.jsonl': panel({ cost: 0.001, wrongOn: worse }),
      'b.jsonl': panel({ cost: 0.01 }),
    });
    const found = await compared(folder, 'a.jsonl', 'b.jsonl', '--title', 'Worth it?');
    expect(found).toMatchObject({ title: 'Worth it?', arms: [{ usdPerRow: 0.006 }, { usdPerRow: 0.06 }] });
    expect(found.frontiers[0]?.buys).toHaveLength(2);
  });
});

describe('A bad comparison ends with 2, a remedy and nothing written', () => {
  const made = (): string => {
    const folder = folderWith({
      'a.jsonl': panel(),
      'b.jsonl': panel({ wrongOn: worse }),
      'one.jsonl': panel({ judges: ['luna'] }),
      'same.jsonl': panel({ judges: ['luna@0', 'luna@1'] }),
      'rubric.jsonl': panel({ criteria: ['tone'] }),
      'gold.jsonl': panel({ more: { gold: 'pass' } }),
      'others.jsonl': panel().replaceAll('"row":"r', '"row":"x'),
      'empty.jsonl': '',
      'two.jsonl': panel({ criteria: ['safe', 'kind'] }),
      'base.json': baseline,
    });
    mkdirSync(join(folder, 'hollow'));
    return folder;
  };

  test.for<{ args: string[]; says: RegExp }>([
    { args: [], says: /missing required argument/ },
    { args: ['a.jsonl'], says: /one arm .*needs two\.\nName another, or split this one: --by model/ },
    { args: ['a.jsonl', 'nowhere.jsonl'], says: /nothing at ".*nowhere\.jsonl".*\nName a run's folder/ },
    { args: ['new=nowhere.jsonl', 'a.jsonl'], says: /nothing at ".*\/nowhere\.jsonl"/ },
    { args: ['a.jsonl', 'empty.jsonl'], says: /no ballot/ },
    {
      args: ['a.jsonl', '--arm', 'x=nobody', '--arm', 'y=*'],
      says: /judges "nobody".*\nThe judges are "luna", "haiku"/,
    },
    { args: ['a.jsonl', '--arm', 'x=*'], says: /one --arm, .*needs two\.\nAdd another/ },
    { args: ['a.jsonl', '--arm', '*', '--arm', 'y=*'], says: /--arm "\*" is no name with judges\.\nWrite NAME=/ },
    { args: ['a.jsonl', '--arm', 'x=,', '--arm', 'y=*'], says: /no name with judges/ },
    {
      args: ['a.jsonl', 'b.jsonl', '--by', 'judge'],
      says: /Only one file .* split .* by --by, and 2 are .*\nName one, or leave --by/,
    },
    { args: ['base.json'], says: /one arm .*needs two\.\nName another\.( |$)/ },
    {
      args: ['base.json', '--by', 'judge'],
      says: /is a baseline, .* no ballots, so --by has no judges.*\nName the run/,
    },
    { args: ['base.json', '--arm', 'x=*', '--arm', 'y=*'], says: /is a baseline, .* so --arm .*\n.*leave --arm out/ },
    { args: ['a.jsonl', '--by', 'judge', '--arm', 'x=*'], says: /--by .*cannot be used with .*--arm/ },
    { args: ['a.jsonl', '--by', 'row'], says: /judge, model/ },
    { args: ['same.jsonl', '--by', 'model'], says: /all ballots are of one model \("luna"\).*\nName two runs/i },
    { args: ['one.jsonl', '--by', 'judge'], says: /all ballots are of one judge/i },
    { args: ['a.jsonl', 'rubric.jsonl'], says: /not asked the same.*"safe" is in a only.*\n.*--allow rubric\./ },
    { args: ['a.jsonl', 'rubric.jsonl', '--allow', 'rubric'], says: /no row and criterion in common/ },
    { args: ['a.jsonl', 'gold.jsonl'], says: /gold of "safe" differs on 14 rows \(r0, r3.*\n.*--allow data\./ },
    { args: ['a.jsonl', 'others.jsonl'], says: /no row and criterion in common .*40 rows .*\n.*by their ids/ },
    { args: ['a.jsonl', 'b.jsonl', '--allow', 'rubic'], says: /--allow "rubic" names nothing.*\nWrite --allow rubric/ },
    { args: ['a.jsonl', 'b.jsonl', '--allow', 'rows'], says: /--allow "rows" names nothing/ },
    { args: ['two.jsonl', 'two.jsonl', '--combine', 'most'], says: /--combine "most".*1 to 2.*\nWrite --combine all/ },
    { args: ['two.jsonl', 'two.jsonl', '--combine', '3'], says: /--combine "3"/ },
    { args: ['two.jsonl', 'two.jsonl', '--combine', ''], says: /--combine ""/ },
    { args: ['a.jsonl', 'b.jsonl', '--n', '0'], says: /whole number from 1/ },
    { args: ['a.jsonl', 'b.jsonl', '--n', '7'], says: /no row of "a" .*more than 6\.\nChoose up to 6/ },
    { args: ['a.jsonl', 'b.jsonl', '--margin', '2'], says: /between 0 and 1/ },
    { args: ['a.jsonl', 'b.jsonl', '--margin', '0'], says: /between 0 and 1/ },
    { args: ['a.jsonl', 'b.jsonl', '--criterion', 'tone'], says: /"tone".*matches no criterion/ },
    { args: ['a.jsonl', 'b.jsonl', '--positive', 'yes'], says: /no criterion has the label "yes"/i },
    { args: ['a.jsonl', 'b.jsonl', '--rule', 'most'], says: /no rule is called "most"/ },
    { args: ['a.jsonl', 'b.jsonl', '--gold', 'nowhere.jsonl'], says: /nowhere\.jsonl.*does not exist/ },
  ])('$args', async ({ args, says }) => {
    const folder = made();
    const { code, stdout, refusal } = await comparing(folder, ...args);
    expect(refusal).toMatch(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(readdirSync(folder)).not.toContain('out');
  });

  test('be it a folder without ballots, or a place that is taken', async () => {
    const folder = made();
    const hollow = await comparing(folder, 'a.jsonl', join(folder, 'hollow'));
    expect(hollow.refusal).toMatch(/neither ballots\.jsonl nor ledger\.db/);
    mkdirSync(join(folder, 'out'));
    writeFileSync(join(folder, 'out/own.txt'), 'mine');
    expect((await comparing(folder, 'a.jsonl', 'b.jsonl')).refusal).toMatch(/exists, and .*\n.*--force/);
    expect((await comparing(folder, 'a.jsonl', 'b.jsonl', '--force')).refusal).toMatch(/holds no report/);
    expect(readdirSync(join(folder, 'out'))).toEqual(['own.txt']);
  });

  test('as a process, too', async () => {
    const { code, stdout, stderr } = await run(made(), ['compare', 'a.jsonl', 'b.jsonl', '--allow', 'rows']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: --allow "rows" .*\n.*\[option\/value\]\n$/s);
  });
});

test('names with escapes, and of three kinds of brackets, do nothing', async () => {
  const name = '\u001b[31m<b>=`x`|';
  const folder = folderWith({ 'a.jsonl': panel({ judges: [`j${name}`, 'luna'] }), 'b.jsonl': panel() });
  const { code, stdout } = await comparing(folder, 'a.jsonl', 'b.jsonl', '--title', name);
  expect(code).toBe(0);
  expect(stdout).not.toMatch(/(?!\n)\p{Cc}/u);
  expect(readFileSync(join(folder, 'out/index.html'), 'utf8')).not.toContain('<b>');
});

test('--help fits 80 columns and teaches', async () => {
  const { code, stdout, stderr } = await run(folderWith({}), ['compare', '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  for (const part of [
    'compare reports/cheap',
    '--by',
    '--arm',
    '--allow',
    'by their ids',
    'does not bind the parts',
    'Exit codes: 0',
    '2 bad',
  ])
    expect(stdout).toContain(part);
  expect(stdout).not.toMatch(/default: [[{]/);
});
