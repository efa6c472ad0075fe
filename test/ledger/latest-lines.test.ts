import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generatorAsk } from '../../src/judges/ask.ts';
import { ledgerLine, type LedgerExportOptions } from '../../src/ledger/export-ledger.ts';
import { latestLines, type LatestLines } from '../../src/ledger/latest-lines.ts';
import { readLedger } from '../../src/ledger/read-ledger.ts';
import { recordingOf } from '../../src/ledger/recording.ts';
import { sqliteLedger } from '../../src/ledger/sqlite.ts';
import type { LedgerBallot } from '../../src/ledger/sqlite-row.ts';
import type { BallotRecord } from '../../src/ledger.ts';
import { FAILED } from '../../src/recording.ts';
import { experiment, row } from '../judges/experiment.ts';
import { folderOf } from './files.ts';
import { ballot, failedBallot } from './records.ts';

const real = { simulated: false };

/** The lines of a file with these records, in their order. */
const linesOf = (records: readonly BallotRecord[], options: LedgerExportOptions = real): LatestLines => {
  const path = join(folderOf({}), 'run.db');
  {
    using ledger = sqliteLedger(path, { simulated: false, privacy: 'full' });
    for (const record of records) ledger.record(record);
  }
  using ledger = readLedger(path, null);
  return latestLines(ledger.ballots(), options);
};

const cast = (key: string, value: string, about: Partial<Omit<BallotRecord, 'trace'>> = {}): BallotRecord =>
  ballot({ key, vote: { kind: 'cast', value }, ...about });

describe('The latest lines of a ledger', () => {
  test('hold the last ballot of each slot, where the slot was first asked', () => {
    const { lines, superseded } = linesOf([
      cast('k1', 'pass'),
      cast('k2', 'pass', { sample: 1 }),
      cast('k3', 'fail'),
      cast('k4', 'pass', { criterion: 'tone' }),
      cast('k5', 'poor'),
    ]);
    expect(superseded).toBe(2);
    expect(lines.map(({ criterion, sample, value }) => [criterion, sample, value])).toEqual([
      ['fluency', 0, 'poor'],
      ['fluency', 1, 'pass'],
      ['tone', 0, 'pass'],
    ]);
  });

  test('are read as ballots, with their costs and latencies, and as simulated where they are', () => {
    const { lines } = linesOf([cast('k1', 'pass'), cast('k2', 'fail')], { simulated: false, rehearsal: true });
    const { rehearsal, polls } = recordingOf(lines, { sources: ['run.db'] });
    expect(rehearsal).toBe(true);
    expect(polls[0]).toMatchObject({ values: ['fail'], cells: [{ costs: [0.00025], latencies: [641] }] });
  });

  test('tell of a ballot what its export tells of it', () => {
    const records = [
      ballot(),
      failedBallot({ key: 'k2', sample: 1 }),
      ballot({ key: 'k3', sample: 2, vote: { kind: 'abstained', rationale: 'x' } }),
    ];
    const { lines } = linesOf(records);
    const told = new Set('row criterion judge model temperature sample value score cost latency_ms'.split(' '));
    const shown = (line: object) =>
      Object.fromEntries(
        Object.entries(line).filter(([key, value]) => told.has(key) && value !== undefined && value !== null),
      );
    expect(lines.map(shown)).toEqual(records.map((record) => shown(ledgerLine(record, real))));
  });

  test('let a failure under the new key take the place of a ballot under the old one, which was asked otherwise', () => {
    const failed = linesOf([cast('k1', 'pass'), failedBallot({ key: 'k2' })]);
    expect(recordingOf(failed.lines, { sources: ['run.db'] }).polls[0]?.cells).toMatchObject([{ codes: [FAILED] }]);
    expect(linesOf([cast('k1', 'pass'), failedBallot({ key: 'k2' }), cast('k2', 'fail')])).toMatchObject({
      lines: [{ value: 'fail' }],
      superseded: 1,
    });
  });

  test('hold no output that was sampled to be judged', () => {
    const of = experiment({ rows: [row('r1', { kind: 'sampled', generator: 0, prompt: 'Write a reply.' })] });
    const { id, errand } = generatorAsk(of, 0, '').request;
    const output = cast(id, 'Dear guest', errand);
    expect(linesOf([output])).toEqual({ lines: [], superseded: 0 });
    expect(linesOf([output, cast('k1', 'pass', { row: errand.row })])).toMatchObject({
      lines: [{ row: 'r1', value: 'pass' }],
      superseded: 0,
    });
  });

  test('are one a slot, and with those that were superseded all that was recorded', () => {
    const record = fc.record({ slot: fc.nat(3), key: fc.nat(9) }).map(({ slot, key }) => ({
      row: `r${slot % 2}`,
      criterion: 'fluency',
      judge: 'A',
      sample: slot >> 1,
      value: key,
    }));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 12 }), (records) => {
        const ballots = records.map(({ value, ...errand }): LedgerBallot => ({
          ...errand,
          vote: { kind: 'cast', value },
          usd: null,
          latencyMs: null,
          model: 'm',
          temperature: null,
        }));
        const { lines, superseded } = latestLines(ballots, real);
        expect(lines.length + superseded).toBe(records.length);
        for (const { row: id, sample, value } of lines)
          expect(value).toBe(records.findLast((one) => one.row === id && one.sample === sample)?.value);
      }),
    );
  });
});
