import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BallotRecord, Ledger } from '../../src/ledger.ts';
import { memoryLedger } from '../../src/ledger/memory.ts';
import { sqliteLedger } from '../../src/ledger/sqlite.ts';
import { folderOf } from './files.ts';
import { anyRecord } from './any-record.ts';
import { ballot, failedBallot } from './records.ts';

const inFile = (): Ledger => sqliteLedger(join(folderOf({}), 'run.db'), { simulated: false, privacy: 'full' });

describe.for([
  { name: 'in memory', open: memoryLedger, runs: 500 },
  { name: 'in SQLite', open: inFile, runs: 100 },
])('A ledger $name', ({ open, runs }) => {
  test('knows nothing of a key that it was never given', () => {
    using ledger = open();
    expect([ledger.isSettled('k1'), ledger.get('k1'), ledger.replyOf('k1')]).toEqual([false, null, null]);
    expect([...ledger.records()]).toEqual([]);
  });

  test('gives back a ballot as it was recorded', () => {
    using ledger = open();
    ledger.record(ballot());
    expect([...ledger.records()]).toEqual([ballot()]);
    expect(ledger.get('k1')).toEqual({
      vote: { kind: 'cast', value: 'pass', rationale: 'It reads well.' },
      cause: null,
      usd: 0.00025,
      latencyMs: 640.5,
    });
    expect(ledger.replyOf('k1')).toBe('{"rationale":"It reads well.","value":"pass"}');
  });

  test.for([
    { vote: { kind: 'cast', value: 3 } },
    { vote: { kind: 'cast', value: '3' } },
    { vote: { kind: 'cast', value: 0.1, score: 0.25 } },
    { vote: { kind: 'abstained', rationale: 'The text is empty.' } },
    { vote: { kind: 'abstained' } },
    { vote: { kind: 'invalid' } },
  ] as const)('is settled by $vote, and keeps its type', ({ vote }) => {
    using ledger = open();
    ledger.record(ballot({ vote }));
    expect([ledger.isSettled('k1'), ledger.get('k1')?.vote]).toEqual([true, vote]);
  });

  test('still owes a ballot that failed, and tells why it did', () => {
    using ledger = open();
    ledger.record(failedBallot());
    expect(ledger.isSettled('k1')).toBe(false);
    expect(ledger.get('k1')).toEqual({
      vote: { kind: 'failed' },
      cause: '429 rate limited after 1 attempt',
      usd: null,
      latencyMs: null,
    });
  });

  test('puts a ballot in the place of a failed one, as the last that came', () => {
    using ledger = open();
    ledger.record(failedBallot());
    ledger.record(ballot({ key: 'k2', sample: 1 }));
    ledger.record(ballot());
    expect([...ledger.records()]).toEqual([ballot({ key: 'k2', sample: 1 }), ballot()]);
    expect(ledger.isSettled('k1')).toBe(true);
  });

  test.for([
    ['another value', ballot({ vote: { kind: 'cast', value: 'fail' } })],
    ['a failure', failedBallot()],
  ] as const)('never overwrites a settled ballot: %s', ([, later]) => {
    using ledger = open();
    ledger.record(ballot());
    ledger.record(later);
    expect([...ledger.records()]).toEqual([ballot()]);
  });

  test('keeps whatever it is given as data, and follows the same law for all', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 12 }), (records) => {
        using ledger = open();
        for (const record of records) ledger.record(record);
        expect([...ledger.records()]).toEqual(lasting(records));
        for (const { key, vote, reply } of lasting(records)) {
          expect(ledger.get(key)?.vote).toEqual(vote);
          expect(ledger.replyOf(key)).toBe(reply);
          expect(ledger.isSettled(key)).toBe(vote.kind !== 'failed');
        }
      }),
      { numRuns: runs },
    );
  });

  test('gives more records than one page of them, in order', () => {
    using ledger = open();
    const keys = Array.from({ length: 1203 }, (_, index) => `${(index * 7919) % 1203}`);
    for (const key of keys) ledger.record(ballot({ key }));
    expect(Array.from(ledger.records(), ({ key }) => key)).toEqual(keys);
  });
});

/** The law of the port: the first settled record of a key stays, else its last; in the order in which they came. */
const lasting = (records: readonly BallotRecord[]): BallotRecord[] =>
  records.filter(({ key, vote }, index) => {
    const isSame = (other: BallotRecord): boolean => other.key === key;
    const isSettled = (other: BallotRecord): boolean => isSame(other) && other.vote.kind !== 'failed';
    if (vote.kind !== 'failed') return !records.slice(0, index).some(isSettled);
    return !records.some(isSettled) && !records.slice(index + 1).some(isSame);
  });
