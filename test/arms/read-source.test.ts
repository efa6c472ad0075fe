import { copyFileSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSource, type ArmSource, type SourceOptions } from '../../src/arms/read-source.ts';
import { baselineJson } from '../../src/baseline/baseline-json.ts';
import { Fault } from '../../src/fault.ts';
import { arm, armRow, subject } from '../baseline/arms.ts';
import { recorded } from '../compare/sides.ts';
import { ballot, failedBallot } from '../ledger/records.ts';
import { folderWith, jsonLines, ledgerWith, runFolder } from './folders.ts';

const lines = [
  { row: 'r1', criterion: 'safe', judge: 'A', values: ['pass', 'pass', 'fail'], gold: 'pass' },
  { row: 'r2', criterion: 'safe', judge: 'A', values: ['fail', null], gold: 'pass' },
];
const csv = 'row,criterion,judge,sample,value,gold\nr1,safe,A,0,pass,pass\nr2,safe,A,0,fail,pass\n';
const baseline = baselineJson(arm([subject('safe', [armRow('r1'), armRow('r2')])]), { version: '1.2.3' });

type Ballots = Extract<ArmSource, { kind: 'ballots' }>;

const ballotsOf = async (path: string, options: SourceOptions = {}): Promise<Ballots> => {
  const source = await readSource(path, options);
  if (source.kind !== 'ballots') throw new RangeError('a baseline');
  return source;
};

const faultOf = async (path: string, options: SourceOptions = {}): Promise<Fault> => {
  const error: unknown = await readSource(path, options).catch((caught: unknown) => caught);
  if (!(error instanceof Fault)) throw error;
  expect(error.message.split('\n').length).toBeGreaterThan(1); // with what to do
  return error;
};

/** How many ballots there are on each row. */
const sizes = ({ recording }: Ballots): Record<string, number> =>
  Object.fromEntries(
    recording.rows.map(({ id }, at) => [
      id,
      recording.polls.flatMap(({ cells }) => cells.filter(({ row }) => row === at)).flatMap(({ codes }) => codes)
        .length,
    ]),
  );

describe('An arm is', () => {
  test.for([
    { file: 'cheap.jsonl', content: jsonLines(...lines), name: 'cheap', rows: { r1: 3, r2: 2 } },
    { file: 'cheap.v2.ndjson', content: jsonLines(...lines), name: 'cheap.v2', rows: { r1: 3, r2: 2 } },
    { file: 'cheap.csv', content: csv, name: 'cheap', rows: { r1: 1, r2: 1 } },
    { file: 'cheap.json', content: jsonLines(...lines), name: 'cheap', rows: { r1: 3, r2: 2 } },
  ])('the file of ballots $file', async ({ file, content, name, rows }) => {
    const source = await ballotsOf(join(folderWith({ [file]: content }), file));
    expect(source).toMatchObject({ name, settings: {}, provenance: null });
    expect(sizes(source)).toEqual(rows);
  });

  test('a baseline', async () => {
    const source = await readSource(join(folderWith({ 'main.json': baseline }), 'main.json'), {});
    expect(source).toMatchObject({ kind: 'baseline', name: 'main', arm: { kind: 'baseline' } });
  });

  test('the folder of a run, by its name, however it is written', async () => {
    const folder = runFolder(recorded(...lines), {}, { name: 'cheap' });
    for (const path of [folder, `${folder}/`, join(folder, '..', 'cheap'), `${folder}/.`]) {
      const source = await ballotsOf(path);
      expect(source.name).toBe('cheap');
      expect(sizes(source)).toEqual({ r1: 3, r2: 2 });
    }
  });

  test('the folder of a run, where its ballots.jsonl is named', async () => {
    const provenance = { criteria: { safe: 'c1' }, rows: { r1: { input: 'i1', output: null } }, panel: 'p1' };
    const folder = runFolder(recorded(...lines), { quorum: 2 }, { name: 'cheap', provenance });
    const source = await ballotsOf(join(folder, 'ballots.jsonl'));
    expect(source).toEqual(await ballotsOf(folder));
    expect(source).toMatchObject({ name: 'cheap', settings: { quorum: 2 }, provenance });
    copyFileSync(join(folder, 'ballots.jsonl'), join(folder, 'mine.jsonl'));
    expect(await ballotsOf(join(folder, 'mine.jsonl'))).toMatchObject({ name: 'mine', settings: {}, provenance: null });
  });

  test('the folder of a run whose report is lost', async () => {
    const folder = folderWith({ 'ballots.jsonl': jsonLines(...lines) });
    expect(await ballotsOf(folder)).toMatchObject({ name: basename(folder), settings: {}, provenance: null });
  });

  test('a ledger; the last ballot on a slot counts, and what it took the place of is told', async () => {
    const path = ledgerWith([
      ballot({ key: 'k1', row: 'r1', criterion: 'safe', sample: 0, vote: { kind: 'cast', value: 'pass' } }),
      ballot({ key: 'k2', row: 'r1', criterion: 'safe', sample: 1, vote: { kind: 'cast', value: 'fail' } }),
      failedBallot({ key: 'k3', row: 'r2', criterion: 'safe', sample: 0 }),
      ballot({ key: 'k4', row: 'r1', criterion: 'safe', sample: 0, vote: { kind: 'cast', value: 'fail' } }),
    ]);
    const source = await ballotsOf(path);
    expect(source).toMatchObject({ name: 'ledger', settings: {}, provenance: null });
    expect(sizes(source)).toEqual({ r1: 2, r2: 1 });
    const [poll] = source.recording.polls;
    expect(poll?.cells[0]?.codes.map((code) => poll.values[code])).toEqual(['fail', 'fail']);
    expect(source.recording.notes).toMatchObject([{ code: 'ledger/superseded', count: 1 }]);
    expect(poll?.cells[0]?.costs).toEqual([0.00025, 0.00025]);
  });

  test('a ledger of any name, and that of a folder without ballots.jsonl', async () => {
    const path = ledgerWith([ballot({ row: 'r1' })], { name: 'kept.sqlite3' });
    expect((await ballotsOf(path)).name).toBe('kept.sqlite3');
    renameSync(path, join(dirname(path), 'ledger.db'));
    expect((await ballotsOf(dirname(path))).name).toBe(basename(dirname(path)));
  });

  test('a rehearsal, and says so', async () => {
    const path = ledgerWith([ballot({ row: 'r1' })], { simulated: true });
    expect((await ballotsOf(path)).recording).toMatchObject({ simulated: true, rehearsal: true });
  });

  test('a ledger as it was: reading it adds nothing, and leaves nothing beside it', async () => {
    const path = ledgerWith([ballot({ row: 'r1' })]);
    const before = readFileSync(path);
    await ballotsOf(path);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(dirname(path))).toEqual(['ledger.db']);
  });
});

describe('What is no arm is refused, with what to do', () => {
  const inFolder = (name: string, content: string): string => join(folderWith({ [name]: content }), name);

  test.for<{ what: string; path: () => string; code: string; says: RegExp }>([
    {
      what: 'nothing',
      path: () => join(folderWith(), 'nowhere'),
      code: 'input/unreadable',
      says: /nothing at ".*nowhere"[^]*run's folder/,
    },
    {
      what: 'a folder without ballots',
      path: () => folderWith({ 'index.html': '<p>' }),
      code: 'input/unreadable',
      says: /neither ballots\.jsonl nor ledger\.db[^]*empanel run/,
    },
    {
      what: 'an empty folder',
      path: () => folderWith(),
      code: 'input/unreadable',
      says: /neither ballots\.jsonl nor ledger\.db/,
    },
    {
      what: 'a report in the place of its folder',
      path: () => join(runFolder(recorded(...lines), {}, { name: 'cheap' }), 'report.json'),
      code: 'input/unreadable',
      says: /is a report[^]*folder: .*cheap\.$/,
    },
    {
      what: 'a ledger without ballots',
      path: () => ledgerWith([]),
      code: 'input/no-ballots',
      says: /no ballots yet[^]*Run its experiment/,
    },
    { what: 'an empty file', path: () => inFolder('a.jsonl', ''), code: 'input/no-ballots', says: /no ballot/ },
    {
      what: 'a file of something else',
      path: () => inFolder('a.jsonl', 'hello\n'),
      code: 'input/not-json',
      says: /JSON/,
    },
    {
      what: 'a baseline cut off',
      path: () => inFolder('base.json', baseline.slice(0, 300)),
      code: 'baseline/corrupt',
      says: /no JSON[^]*empanel baseline write RUN/,
    },
    {
      what: 'a baseline without rows',
      path: () => inFolder('base.json', baselineJson(arm([subject('safe', [])]), { version: '1.2.3' })),
      code: 'baseline/empty',
      says: /no rows[^]*empanel baseline write RUN/,
    },
    {
      what: 'a comparison',
      path: () => inFolder('comparison.json', '{\n "schema": "empanel/comparison@1"\n}\n'),
      code: 'input/unreadable',
      says: /is a comparison[^]*Name what it compared/,
    },
  ])('$what', async ({ path, code, says }) => {
    const fault = await faultOf(path());
    expect(fault.message).toMatch(says);
    expect(fault.code).toBe(code);
  });

  test.for([
    { what: 'no JSON', text: '{"schema": "empanel/rep', says: /no JSON/ },
    { what: 'of another kind', text: '{"schema": "empanel/comparison@1"}', says: /\(schema\)/ },
    { what: 'without its settings', text: '{"schema": "empanel/report@1", "title": "x"}', says: /\(settings\)/ },
  ])('a folder whose report.json is $what', async ({ text, says }) => {
    const folder = folderWith({ 'ballots.jsonl': jsonLines(...lines), 'report.json': text });
    const fault = await faultOf(folder);
    expect(fault.message).toMatch(/not a report that this empanel wrote/);
    expect(fault.message).toMatch(says);
    expect(fault.message).toMatch(/copy its ballots\.jsonl to another folder/);
    expect(fault.where).toBe(join(folder, 'report.json'));
    const copy = join(folderWith(), 'ballots.jsonl');
    copyFileSync(join(folder, 'ballots.jsonl'), copy);
    expect(await ballotsOf(copy)).toMatchObject({ settings: {} });
  });

  test('but a report.json of somebody else is nothing to the ballots beside it', async () => {
    const folder = folderWith({ 'ballots.jsonl': jsonLines(...lines), 'report.json': '{"mine": true}' });
    expect(await ballotsOf(join(folder, 'ballots.jsonl'))).toMatchObject({ name: 'ballots', settings: {} });
  });

  test('a folder whose report.json names a rule that there is not', async () => {
    const folder = runFolder(recorded(...lines));
    const path = join(folder, 'report.json');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('"rule": "plurality"', '"rule": "most"'));
    expect((await faultOf(folder)).code).toBe('rule/unknown');
  });
});

describe('A run decides as it declared', () => {
  const scored = [1, 2, 5].map((value, at) => ({
    row: `r${at}`,
    criterion: 'tone',
    judge: 'A',
    values: [value, value, 4],
    gold: value,
  }));

  test('by its rule, quorum, ties and pass mark', async () => {
    const settings = {
      rule: { kind: 'trimmedMean', share: 0.2 },
      verdictQuorum: 3,
      tie: 'first',
      onNoQuorum: 'exclude',
      majorityOf: 'seats',
      passAt: 3.5,
      positive: null,
    } as const;
    expect((await ballotsOf(runFolder(recorded(...scored), settings))).settings).toMatchObject({
      ...settings,
      combine: null,
    });
  });

  test.for(['threshold:2', 'threshold:2/3', 'threshold:0.6', 'weighted:A=2,B c=1', 'majority', 'median', 'bestOfN'])(
    'by the rule %s, to the letter',
    async (rule) => {
      const folder = runFolder(recorded(...lines));
      const path = join(folder, 'report.json');
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('"rule": "plurality"', `"rule": "${rule}"`));
      const { settings } = await ballotsOf(folder);
      expect(settings.rule?.kind).toBe(rule.split(':')[0]);
    },
  );

  test('by its label that passes and its priority', async () => {
    const settings = { positive: 'fail', tie: 'priority', priority: ['fail', 'pass'] } as const;
    expect((await ballotsOf(runFolder(recorded(...lines), settings))).settings).toMatchObject(settings);
  });

  test('all criteria together, as it declared', async () => {
    const recording = recorded(...lines, { row: 'r1', criterion: 'kind', judge: 'A', values: ['pass'], gold: 'pass' });
    const plain = { weights: { safe: 2, kind: 1 }, atLeast: 2, label: 'at least 2 of 3' };
    const none = { asked: false, sets: [] };
    expect((await ballotsOf(runFolder(recording, { combine: plain }))).settings.combine).toEqual({ ...plain, ...none });
    const set = { id: 'both', weights: { kind: 1 }, atLeast: 0.5, weight: 1 };
    const combine = { weights: { safe: 1 }, atLeast: 1, label: 'all', asked: true, sets: [set] };
    expect((await ballotsOf(runFolder(recording, { combine }))).settings.combine).toEqual(combine);
  });

  test('on its scales; what the caller declares comes before', async () => {
    const recording = recorded(...scored);
    const polls = recording.polls.map((poll) => ({
      ...poll,
      criterion: { ...poll.criterion, scale: { kind: 'ordinal', levels: [1, 2, 3, 4, 5] } as const, declared: true },
    }));
    const folder = runFolder({ ...recording, polls }, { rule: { kind: 'mean' } });
    const scaleOf = async (options: SourceOptions): Promise<unknown> =>
      (await ballotsOf(folder, options)).recording.polls[0]?.criterion.scale;
    expect(await scaleOf({})).toEqual({ kind: 'ordinal', levels: [1, 2, 3, 4, 5] });
    const scale = { kind: 'interval', min: 0, max: 10 } as const;
    expect(await scaleOf({ scales: [{ criterion: 'tone', scale }] })).toEqual(scale);
    expect(await scaleOf({ scales: [{ criterion: null, scale }] })).toEqual(scale);
  });

  test('with the hashes of what it asked', async () => {
    const provenance = { criteria: { safe: 'c1' }, rows: { r1: { input: 'i1', output: null } }, panel: 'p1' };
    expect((await ballotsOf(runFolder(recorded(...lines), {}, { provenance }))).provenance).toEqual(provenance);
  });

  test('F15 and knows which rows it did not finish', async () => {
    const recording = recorded(...lines);
    const polls = recording.polls.map((poll) => ({ ...poll, cutShort: new Set([1]) }));
    const source = await ballotsOf(runFolder({ ...recording, polls }));
    expect(source.recording.polls[0]?.cutShort).toEqual(new Set([1]));
    expect((await ballotsOf(runFolder(recording))).recording.polls[0]?.cutShort ?? new Set()).toEqual(new Set());
  });
});

describe('The caller says of every kind of arm', () => {
  const gold = jsonLines(
    { row: 'r1', criterion: 'safe', gold: 'pass' },
    { row: 'r2', criterion: 'safe', gold: 'fail' },
  );
  const goldless = lines.map((line) => ({ ...line, gold: undefined }));
  const onLedger = () =>
    ledgerWith([
      ballot({ key: 'k1', row: 'r1', criterion: 'safe', vote: { kind: 'cast', value: 'pass' } }),
      ballot({ key: 'k2', row: 'r2', criterion: 'safe', vote: { kind: 'cast', value: 'pass' } }),
      ballot({ key: 'k3', row: 'r1', criterion: 'kind', vote: { kind: 'cast', value: 'pass' } }),
    ]);
  const kinds = [
    {
      kind: 'a file',
      path: () =>
        join(folderWith({ 'a.jsonl': jsonLines(...goldless, { ...goldless[0], criterion: 'kind' }) }), 'a.jsonl'),
    },
    { kind: 'a run', path: () => runFolder(recorded(...goldless, { ...goldless[0], criterion: 'kind' })) },
    { kind: 'a ledger', path: onLedger },
    {
      kind: 'a folder with nothing but a ledger',
      path: () => {
        const folder = join(folderWith(), 'seat');
        mkdirSync(folder);
        copyFileSync(onLedger(), join(folder, 'ledger.db'));
        return folder;
      },
    },
  ];

  test.for(kinds)('what its gold is: $kind', async ({ path }) => {
    const file = join(folderWith({ 'gold.jsonl': gold }), 'gold.jsonl');
    const { recording } = await ballotsOf(path(), { gold: [file] });
    const [poll] = recording.polls;
    expect(poll?.gold.map((code) => poll.values[code ?? -1])).toEqual(['pass', 'fail']);
  });

  test.for(kinds)('which criteria count: $kind', async ({ path }) => {
    const { recording } = await ballotsOf(path(), { select: { criteria: ['k*'] } });
    expect(recording.polls.map(({ criterion }) => criterion.id)).toEqual(['kind']);
    expect((await faultOf(path(), { select: { criteria: ['tone'] } })).message).toMatch(/"tone".*matches no criterion/);
  });

  test.for(kinds)('on which scale: $kind', async ({ path }) => {
    const scale = { kind: 'nominal', labels: ['pass', 'fail', 'unsure'] } as const;
    const { recording } = await ballotsOf(path(), { scales: [{ criterion: 'safe', scale }] });
    expect(recording.polls[0]?.criterion).toMatchObject({ scale, declared: true });
  });
});
