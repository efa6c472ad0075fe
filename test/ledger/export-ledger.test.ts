import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fault } from '../../src/fault.ts';
import { exportLedger } from '../../src/ledger/export-ledger.ts';
import { importLedger } from '../../src/ledger/import-ledger.ts';
import { memoryLedger } from '../../src/ledger/memory.ts';
import { sqliteLedger } from '../../src/ledger/sqlite.ts';
import type { BallotRecord, Ledger } from '../../src/ledger.ts';
import { ABSTAINED, FAILED, INVALID } from '../../src/recording.ts';
import { anyRecord } from './any-record.ts';
import { folderOf, readFiles } from './files.ts';
import { ballot, failedBallot } from './records.ts';

const real = { name: 'a.jsonl', simulated: false };

const holding = (...records: readonly BallotRecord[]): Ledger => {
  const ledger = memoryLedger();
  for (const record of records) ledger.record(record);
  return ledger;
};

test('a ballot is a line, with the keys of ballots before its trace', () => {
  const [line = ''] = exportLedger(holding(ballot()), { simulated: true, rehearsal: true });
  const { trace, ...told } = JSON.parse(line) as Readonly<Record<string, unknown>>;
  expect(told).toMatchInlineSnapshot(`
    {
      "cost": 0.00025,
      "criterion": "fluency",
      "judge": "mini",
      "key": "k1",
      "latency_ms": 641,
      "model": "gpt-4.1-mini",
      "rationale": "It reads well.",
      "rehearsal": true,
      "request_id": "req_2",
      "row": "row 1",
      "sample": 0,
      "simulated": true,
      "temperature": 0.7,
      "value": "pass",
    }
  `);
  expect(trace).toMatchObject({ 'gen_ai.usage.output_tokens': 80 });
});

test('importing an export gives an equal ledger', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { maxLength: 8 }), fc.boolean(), (records, simulated) => {
      const from = holding(...records);
      const to = memoryLedger();
      const count = importLedger(exportLedger(from, { simulated }), to, { ...real, simulated });
      expect(count).toBe([...from.records()].length);
      expect([...to.records()]).toEqual([...from.records()]);
    }),
    { numRuns: 200 },
  );
});

test('a file becomes an equal file', () => {
  const open = (): Ledger => sqliteLedger(join(folderOf({}), 'run.db'), { simulated: false, privacy: 'full' });
  using from = open();
  using to = open();
  for (const record of [failedBallot({ key: 'k0' }), ballot(), ballot({ key: 'k2', row: 'row 2' })])
    from.record(record);
  const lines = [...exportLedger(from, { simulated: false })];
  importLedger(lines, to, real);
  expect([...exportLedger(to, { simulated: false })]).toEqual(lines);
});

test('the reader of recorded ballots reads an export', async () => {
  const vote = (sample: number, told: BallotRecord['vote']): BallotRecord =>
    ballot({ key: `k${sample}`, sample, vote: told });
  const ledger = holding(
    vote(0, { kind: 'cast', value: 'pass', score: 0.9, rationale: 'good' }),
    vote(1, { kind: 'abstained', rationale: 'empty' }),
    vote(2, { kind: 'invalid' }),
    failedBallot({ key: 'k3', sample: 3 }),
  );
  const lines = [...exportLedger(ledger, { simulated: false })].join('');
  const { simulated, rehearsal, rows, judges, polls, notes } = await readFiles({ 'a.jsonl': lines });
  expect({ simulated, rehearsal, rows, judges, notes }).toEqual({
    simulated: false,
    rehearsal: false,
    rows: [{ id: 'row 1', group: null }],
    judges: [{ id: 'mini', model: 'gpt-4.1-mini', temperature: 0.7 }],
    notes: [],
  });
  expect(polls[0]?.values).toEqual(['pass']);
  expect(polls[0]?.cells).toEqual([
    {
      row: 0,
      judge: 0,
      codes: [0, ABSTAINED, INVALID, FAILED],
      scores: [0.9, null, null, null],
      costs: [0.00025, 0.00025, 0.00025, null],
      latencies: [641, 641, 641, null],
    },
  ]);
});

const [good = ''] = exportLedger(holding(ballot()), { simulated: false });
const [simulated = ''] = exportLedger(holding(ballot()), { simulated: true });
const changed = (change: object): string => JSON.stringify({ ...(JSON.parse(good) as object), ...change });

test.for([
  ['no JSON', '{"row":', real],
  ['no object', '[1]', real],
  ['a line without a trace', '{"row":"1","criterion":"c","judge":"a","sample":0,"value":"pass"}', real],
  ['a trace that is none', changed({ trace: { 'empanel.key': 7 } }), real],
  ['a value that was edited', changed({ value: 'fail' }), real],
  ['a simulated ballot for a real ledger', simulated, real],
  ['a real ballot for the ledger of a rehearsal', good, { ...real, simulated: true }],
] as const)('a line that cannot be kept is named by its number: %s', ([, bad, options], { expect }) => {
  const ledger = memoryLedger();
  const before = options.simulated ? simulated : good;
  const told = (() => {
    try {
      importLedger([before, '\n', bad], ledger, options);
    } catch (error) {
      if (error instanceof Fault) return { code: error.code, where: error.where, message: error.message };
      throw error;
    }
  })();
  expect(told?.where).toBe('a.jsonl:3');
  expect(told).toMatchSnapshot();
  expect([...ledger.records()]).toEqual([ballot()]);
});
