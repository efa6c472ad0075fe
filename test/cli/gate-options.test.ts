import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { baselineJson } from '../../src/baseline/baseline-json.ts';
import {
  asksForGates,
  checkGates,
  describeGates,
  gatesFrom,
  gateSources,
  type GateOptions,
} from '../../src/cli/gate-options.ts';
import { preparedFrom } from '../../src/cli/prepared.ts';
import { gateableOf } from '../../src/config/gate-subject.ts';
import { readGates } from '../../src/config/gate.ts';
import { parseSource } from '../../src/config/source.ts';
import { Fault } from '../../src/fault.ts';
import type { GateSpec } from '../../src/gate.ts';
import { arm, armRow, subject } from '../baseline/arms.ts';
import { folderOf } from '../config/files.ts';
import { folderWith, run } from './run.ts';

const recorded = arm([subject('safe', [armRow('r1'), armRow('r,2')]), subject('a:b>=c', [armRow('r1')])]);
const about = gateableOf(recorded);

/** The options as the command line hands them over. */
const parsed = (args: readonly string[]): GateOptions => {
  const command = describeGates(new Command(), { live: true })
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return command.parse([...args], { from: 'user' }).opts<GateOptions>();
};

const fromFlags = (...args: readonly string[]): Promise<readonly GateSpec[]> => gatesFrom(parsed(args), about);

const withoutPlace = (gates: readonly GateSpec[]): readonly unknown[] =>
  gates.map((gate) => ({ ...gate, where: null }));

describe('A flag makes the gate that the config would make', () => {
  const folder = folderOf({
    'baseline.json': baselineJson(recorded, { version: '1.2.3' }),
    'rows.txt': '# once wrong\nr,2\nr1 # again\n',
  });
  test.for([
    [['--gate', 'passRate>=0.9'], '{metric: passRate, atLeast: 0.9}'],
    [['--gate', 'passRate >= 90%'], '{metric: passRate, atLeast: 0.9}'],
    [['--gate', 'passRate≥99.9%'], '{metric: passRate, atLeast: 0.999}'],
    [['--gate', 'safe:errorRate<=5%'], '{metric: errorRate, criterion: safe, atMost: 0.05}'],
    [['--gate', 'a:b>=c:undecided<=0.1'], '{metric: undecided, criterion: "a:b>=c", atMost: 0.1}'],
    [['--gate', 'latency<=5s'], '{metric: latency, atMost: 5s}'],
    [['--gate', 'latency<=800ms'], '{metric: latency, atMost: 800ms}'],
    [['--gate', 'cost<=0.03'], '{metric: cost, atMost: 0.03}'],
    [['--gate', 'agreement>=-0.1'], '{metric: agreement, atLeast: -0.1}'],
    [
      ['--gate', 'cost<=1', '--gate', 'undecided<=0', '--on-inconclusive', 'fail'],
      '[{metric: cost, atMost: 1, onInconclusive: fail}, {metric: undecided, atMost: 0, onInconclusive: fail}]',
    ],
    [['--baseline', join(folder, 'baseline.json')], `{baseline: ${join(folder, 'baseline.json')}, margin: 0.02}`],
    [
      ['--baseline', join(folder, 'baseline.json'), '--margin', '1%', '--allow', 'rows,data', '--allow', 'rubric'],
      `{baseline: ${join(folder, 'baseline.json')}, margin: 0.01, allow: [rows, data, rubric]}`,
    ],
    [['--guard', 'r1'], '{guard: [r1]}'],
    [['--guard', ' r1 ,r1'], '{guard: [r1]}'],
    [['--guard', `@${join(folder, 'rows.txt')}`], '{guard: ["r,2", r1]}'],
    [['--gate', 'cost<=1', '--guard', 'r1'], '[{metric: cost, atMost: 1}, {guard: [r1]}]'],
  ] as const)('%j', async ([args, yaml]) => {
    const flags = await fromFlags(...args);
    expect(withoutPlace(flags)).toEqual(withoutPlace(await readGates(parseSource(yaml, 'x'), about)));
    expect(flags.every(({ where }) => where.startsWith('--'))).toBe(true);
  });

  test('no flag, no gate', async () => {
    expect(await fromFlags()).toEqual([]);
  });

  test('where a report has no margin its baseline has one all the same', async () => {
    expect(await gatesFrom({ baseline: join(folder, 'baseline.json') }, about)).toMatchObject([{ margin: 0.02 }]);
  });

  test('a confidence that serves no gate may be any', async () => {
    expect(await gatesFrom({ guard: ['r1'], level: 0.5 }, about)).toHaveLength(1);
    expect(await gatesFrom({ level: 0.5 }, about)).toEqual([]);
  });

  test('the confidence of a report is that of its gates, and its margin that of its baseline', async () => {
    const baseline = join(folder, 'baseline.json');
    expect(await gatesFrom({ gate: ['cost<=1'], margin: 0.01, level: 0.9 }, about)).toMatchObject([{ level: 0.9 }]);
    expect(await gatesFrom({ baseline, margin: 0.01, level: 0.9 }, about)).toMatchObject([
      { level: 0.9, margin: 0.01 },
    ]);
  });
});

describe('A flag that makes no gate is told', () => {
  test.for([
    ['no bound, as where a shell took it', ['--gate', 'passRate'], '--gate', /quotation marks/],
    ['a bound of another form', ['--gate', 'passRate>0.9'], '--gate', />= or <=/],
    ['no metric', ['--gate', '>=0.9'], '--gate', /no gate/],
    ['a metric that is not there', ['--gate', 'passrates>=0.9'], '--gate "passrates>=0.9"', /Did you mean "passRate"/],
    ['a criterion that is not there', ['--gate', 'saf:cost<=1'], '--gate "saf:cost<=1"', /Did you mean "safe"/],
    ['a share in points', ['--gate', 'passRate>=90'], '--gate "passRate>=90"', /Did you mean 0\.9\?/],
    ['a bound on the good side', ['--gate', 'passRate<=0.9'], '--gate "passRate<=0.9"', /for being good/],
    ['all rows', ['--gate', 'passRate>=100%'], '--gate "passRate>=100%"', /never pass.*\n.*0\.99.*\{guard: \[ROW/],
    ['no row', ['--gate', 'errorRate<=0'], '--gate "errorRate<=0"', /never pass.*\n.*0\.01.*--guard ROW/],
    ['a share of dollars', ['--gate', 'cost<=5%'], '--gate "cost<=5%"', /US dollars/],
    ['a number that is none', ['--gate', 'undecided<=many'], '--gate "undecided<=many"', /"many"/],
    ['a margin in points', ['--baseline', 'x', '--margin', '2'], '--baseline "x"', /Did you mean 0\.02\?/],
    ['a margin of nothing', ['--baseline', 'x', '--margin', '0'], '--baseline "x"', /could never pass/],
    ['a baseline that is not there', ['--baseline', 'basline.json'], '--baseline "basline.json"', /baseline write RUN/],
    ['an allowance that is none', ['--baseline', 'x', '--allow', 'row'], '--baseline "x"', /Did you mean "rows"/],
    ['an allowance without a baseline', ['--allow', 'rows'], undefined, /no --baseline/],
    ['a row that is not there', ['--guard', 'r1,r22'], '--guard "r1,r22"', /the row "r22"/],
    ['no row', ['--guard', ','], '--guard ","', /guards no row/],
    ['a file of rows that is not there', ['--guard', '@rws.txt'], '--guard "@rws.txt"', /no file "rws\.txt"/],
    ['what to do with no gate', ['--on-inconclusive', 'fail'], undefined, /there is none/],
  ] as const)('%s', async ([, args, where, says]) => {
    const error: unknown = await fromFlags(...args).catch((caught: unknown) => caught);
    if (!(error instanceof Fault)) throw error;
    expect(error.where).toBe(where);
    expect(error.message).toMatch(says);
    expect(error.message.split('\n').length).toBeGreaterThan(1);
  });

  test.for([
    ['a bound', { gate: ['cost<=1'] }],
    ['a baseline', { baseline: 'x' }],
  ] as const)('a confidence that decides nothing, of %s', async ([, gates]) => {
    for (const level of [0.5, 0.05])
      await expect(checkGates({ ...gates, level })).rejects.toThrow(/^--level 0.* of the gates too.*\n.*above 0\.5/);
  });

  test('what is missing is told with flags, for there is no config', async () => {
    const open = gateableOf(
      arm([
        subject('tone', [armRow('r1', { passes: null, gold: null, error: null })], { pass: null }),
        subject('safe', [armRow('r1')]),
      ]),
    );
    const told = async (gate: string): Promise<string> =>
      String(await gatesFrom({ gate: [gate] }, open).catch((caught: unknown) => caught));
    expect(await told('tone:passRate>=0.9')).toMatch(
      /"tone" has no label that is known to pass\.\n.*--positive LABEL.*--pass-at SCORE.*--scale .*--criterion safe\.$/,
    );
    expect(await told('tone:errorRate<=0.1')).toMatch(/"tone" has no gold .*\n.*\("gold"\), or .*--criterion safe\.$/);
  });

  test('a margin without a baseline, where a run is asked for', () => {
    expect(() => gateSources(parsed(['--margin', '0.02']))).toThrow(/no --baseline/);
  });
});

describe('Before it is known what they are about', () => {
  const folder = folderOf({ 'baseline.json': baselineJson(recorded, { version: '1.2.3' }), 'rows.txt': 'r9\n' });
  test.for([
    [],
    ['--gate', 'nowhere:passRate>=0.9', '--gate', 'combined:errorRate<=0.1', '--gate', 'agreement>=0.5'],
    ['--guard', `r1,r22,@${join(folder, 'rows.txt')}`],
    ['--baseline', join(folder, 'baseline.json'), '--on-inconclusive', 'fail'],
  ])('flags that may be right are let pass: %j', async (args) => {
    await expect(checkGates(parsed(args))).resolves.toBeUndefined();
  });

  test.for([
    [['--gate', 'passRate'], /no gate/],
    [['--gate', 'passrates>=0.9'], /Did you mean "passRate"/],
    [['--gate', 'passRate>=90'], /Did you mean 0\.9/],
    [['--guard', ','], /guards no row/],
    [['--baseline', 'nowhere.json'], /no file/],
    [['--allow', 'rows'], /no --baseline/],
    [['--on-inconclusive', 'fail'], /there is none/],
  ] as const)('a slip is told: %j', async ([args, says]) => {
    await expect(checkGates(parsed(args))).rejects.toThrow(says);
  });
});

test.for<[GateOptions, boolean]>([
  [{}, false],
  [{ margin: 0.02, level: 0.9 }, false], // a report has these for its curves
  [{ gate: ['cost<=1'] }, true],
  [{ baseline: 'x' }, true],
  [{ guard: ['r1'] }, true],
])('%j declares a gate: %s', ([options, asks]) => expect(asksForGates(options)).toBe(asks));

describe('A run that is held to nothing has no word to say of gates', () => {
  test.for([
    [['--gate', 'cost<=1'], '--gate'],
    [['--baseline', 'x', '--margin', '0.02', '--allow', 'rows'], '--baseline, --margin, --allow'],
    [['--guard', 'r1', '--on-inconclusive', 'fail'], '--guard, --on-inconclusive'],
  ] as const)('%j', async ([args, named]) => {
    // Told before the config is looked for.
    await expect(preparedFrom('nowhere.yaml', parsed(['--no-gates', ...args]))).rejects.toMatchObject({
      code: 'option/value',
      message: expect.stringMatching(`^--no-gates .* so ${named} would change nothing\\.\nLeave --no-gates out`),
    });
    await expect(preparedFrom('nowhere.yaml', parsed(['--no-gates']))).rejects.toThrow(/nowhere\.yaml/);
  });
});

describe('empanel run', () => {
  const cases = [
    [['--gate', 'passRate>=90'], 'Did you mean 0.9?'],
    [['--baseline', 'nowhere.json'], 'empanel baseline write RUN'],
    [['--guard', 'row-9999'], '"row-9999"'],
    [['--margin', 'much'], 'a number such as 0.02'],
  ] as const;
  test('ends with 2 for a gate that is none, before anything is sent or written', async () => {
    const folder = folderWith({});
    await run(folder, ['init']);
    for (const [args, says] of cases) {
      const { code, stdout, stderr } = await run(folder, ['run', '--rehearse', ...args]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(says);
    }
    expect(await run(folder, ['run', '--on-inconclusive', 'fail'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is none'),
    });
  });
});
