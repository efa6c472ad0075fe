import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generatorAsk } from '../../src/judges/ask.ts';
import { latestLines } from '../../src/ledger/latest-lines.ts';
import { memoryLedger } from '../../src/ledger/memory.ts';
import { recordingOf } from '../../src/ledger/recording.ts';
import { sqliteLedger } from '../../src/ledger/sqlite.ts';
import type { BallotRecord, Ledger } from '../../src/ledger.ts';
import { FAILED } from '../../src/recording.ts';
import { experiment, row } from '../judges/experiment.ts';
import { folderOf } from './files.ts';
import { ballot, failedBallot } from './records.ts';

const real = { simulated: false };

const inFile = (): Ledger => sqliteLedger(join(folderOf({}), 'run.db'), { simulated: false, privacy: 'full' });

const cast = (key: string, value: string, about: Partial<Omit<BallotRecord, 'trace'>> = {}): BallotRecord =>
  ballot({ key, vote: { kind: 'cast', value }, ...about });

describe('The latest lines of a ledger', () => {
  test('hold the last ballot of each slot, where the slot was first asked', () => {
    using ledger = inFile();
    ledger.record(cast('k1', 'pass'));
    ledger.record(cast('k2', 'pass', { sample: 1 }));
    ledger.record(cast('k3', 'fail'));
    ledger.record(cast('k4', 'pass', { criterion: 'tone' }));
    ledger.record(cast('k5', 'poor'));
    const { lines, superseded } = latestLines(ledger, real);
    expect(superseded).toBe(2);
    expect(lines.map(({ criterion, sample, value, key }) => [criterion, sample, value, key])).toEqual([
      ['fluency', 0, 'poor', 'k5'],
      ['fluency', 1, 'pass', 'k2'],
      ['tone', 0, 'pass', 'k4'],
    ]);
  });

  test('are read as ballots, with their costs and latencies, and as simulated where they are', () => {
    using ledger = inFile();
    ledger.record(cast('k1', 'pass'));
    ledger.record(cast('k2', 'fail'));
    const { lines } = latestLines(ledger, { simulated: false, rehearsal: true });
    const { rehearsal, polls } = recordingOf(lines, { sources: ['run.db'] });
    expect(rehearsal).toBe(true);
    expect(polls[0]).toMatchObject({ values: ['fail'], cells: [{ costs: [0.00025], latencies: [640.5] }] });
  });

  test('let a failure under the new key take the place of a ballot under the old one, which was asked otherwise', () => {
    using ledger = inFile();
    ledger.record(cast('k1', 'pass'));
    ledger.record(failedBallot({ key: 'k2' }));
    const failed = latestLines(ledger, real);
    expect(recordingOf(failed.lines, { sources: ['run.db'] }).polls[0]?.cells).toMatchObject([{ codes: [FAILED] }]);
    ledger.record(cast('k2', 'fail'));
    expect(latestLines(ledger, real)).toMatchObject({ lines: [{ value: 'fail', key: 'k2' }], superseded: 1 });
  });

  test('hold no output that was sampled to be judged', () => {
    using ledger = inFile();
    const of = experiment({ rows: [row('r1', { kind: 'sampled', generator: 0, prompt: 'Write a reply.' })] });
    const { id, errand } = generatorAsk(of, 0, '').request;
    ledger.record(cast(id, 'Dear guest', errand));
    expect(latestLines(ledger, real)).toEqual({ lines: [], superseded: 0 });
    ledger.record(cast('k1', 'pass', { row: errand.row }));
    expect(latestLines(ledger, real)).toMatchObject({ lines: [{ row: 'r1', value: 'pass' }], superseded: 0 });
  });

  test('are one a slot, and with those that were superseded all that was recorded', () => {
    const record = fc
      .record({ slot: fc.nat(3), key: fc.nat(9) })
      .map(({ slot, key }) => cast(`k${slot}-${key}`, `v${key}`, { row: `r${slot % 2}`, sample: slot >> 1 }));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 12 }), (records) => {
        using ledger = memoryLedger();
        for (const one of records) ledger.record(one);
        const { lines, superseded } = latestLines(ledger, real);
        const kept = [...ledger.records()];
        expect(lines.length + superseded).toBe(kept.length);
        for (const { row: id, sample, key } of lines)
          expect(key).toBe(kept.findLast((one) => one.row === id && one.sample === sample)?.key);
      }),
    );
  });
});
