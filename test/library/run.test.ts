import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { starter } from '../../src/cli/starter.ts';
import { panel } from '../cli/here.ts';
import { lines } from '../cli/run.ts';
import { compare, Fault, memoryLedger, plan, report, run } from '../../src/index.ts';

const folderOf = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'library-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(starter)) writeFileSync(join(folder, name), content);
  return folder;
};

test('A run keeps its ballots where it is told, plans count them, and a second run sends nothing', async () => {
  const folder = folderOf();
  const config = join(folder, 'promptfooconfig.yaml');
  const options = { rehearse: true, maxRows: 4, ledger: join(folder, 'kept/here.db') };
  const before = await plan(config, options);
  expect(before).toMatchObject({ calls: 20, kept: 0 });
  expect(existsSync(options.ledger)).toBe(false);
  const first = await run(config, options);
  expect(first.facts).toMatchObject({ complete: true, kept: 0 });
  expect(first.findings.rows).toBe(4);
  expect((await plan(config, options)).kept).toBe(20);
  expect((await run(config, options)).facts).toMatchObject({ calls: 0, kept: 20 });
});

test('A ledger that the caller opened stays open', async () => {
  using ledger = memoryLedger();
  const config = join(folderOf(), 'promptfooconfig.yaml');
  const rows = [{ vars: { question: 'Two?' }, output: '2.', gold: { correct: 'pass' } }];
  const { recording } = await run(config, { rehearse: true, rows, ledger });
  expect(recording.rows).toHaveLength(1);
  expect(Array.from(ledger.records())).toHaveLength(5);
});

test('A signal that has fired starts nothing, and the run is told to be incomplete', async () => {
  const config = join(folderOf(), 'promptfooconfig.yaml');
  const { facts } = await run(config, { rehearse: true, ledger: memoryLedger(), signal: AbortSignal.abort() });
  expect(facts).toMatchObject({ complete: false, calls: 0 });
});

test('A run without its keys is a fault, and so is a comparison of one', async () => {
  const folder = folderOf();
  const config = join(folder, 'promptfooconfig.yaml');
  const refused = run(config, { env: {}, ledger: join(folder, 'ledger.db') });
  await expect(refused).rejects.toThrow(expect.objectContaining({ code: 'run/no-way' }));
  await expect(compare([folder])).rejects.toThrow(Fault);
});

describe('Ballots of files', () => {
  const written = (): { a: string; b: string; open: string } => {
    const folder = folderOf();
    const [a, b, open] = ['a', 'b', 'open'].map((name) => join(folder, `${name}.jsonl`)) as [string, string, string];
    writeFileSync(a, panel({ rows: 3, criteria: ['safe', 'kind'] }));
    writeFileSync(b, panel({ rows: 3 }));
    const colour = (value: string) => ({ row: value, criterion: 'colour', judge: 'luna', values: [value] });
    writeFileSync(open, lines(colour('red'), colour('green'), colour('blue')));
    return { a, b, open };
  };

  test('of one name are told apart, every one', async () => {
    const { a } = written();
    const { arms } = await compare([a, a, a]);
    expect(arms.map(({ name }) => name)).toEqual(['a', 'a (2)', 'a (3)']);
  });

  test.for<{ work: (files: ReturnType<typeof written>) => Promise<unknown>; says: RegExp }>([
    { work: ({ a, b }) => compare([a, b]), says: /\n.* say that you mean it: allow: \["rubric"\]\.$/ },
    { work: ({ a }) => compare([a, a], { n: 9 }), says: /^n: 9 asks .*\n.* or leave "n" out/ },
    { work: ({ a }) => compare([a, a], { passAt: 4 }), says: /\nLeave "passAt" out/ },
    { work: ({ a }) => report(a, { rule: 'mean' }), says: /\(read: \{ select: \{ criteria: \[NAME\] \} \}\)\.$/ },
    {
      work: ({ open }) => report(open, { gates: [{ metric: 'passRate', atLeast: 0.9 }] }),
      says: /no label that is known to pass\.\nName it \("positive"\), .*\("passAt"\)\.$/,
    },
    {
      work: ({ open }) => report(open, { gates: [{ metric: 'errorRate', atMost: 0.1 }] }),
      says: /no gold .*\nAdd the right values to the ballots/,
    },
  ])('are refused in the words of a program: $says', async ({ work, says }) => {
    const told = await work(written()).catch((error: unknown) => error);
    expect(told).toBeInstanceOf(Fault);
    expect(told).toMatchObject({ message: expect.stringMatching(says) });
    expect(told).not.toMatchObject({ message: expect.stringContaining('--') });
  });
});
