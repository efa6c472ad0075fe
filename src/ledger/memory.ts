import type { BallotRecord, Ledger } from '../ledger.ts';
import { keptOf } from './kept.ts';

/** A ledger that is gone with the process: for dry runs, and for those who keep the ballots themselves. */
export const memoryLedger = (): Ledger => {
  const byKey = new Map<string, BallotRecord>();
  const isSettled = (key: string): boolean => (byKey.get(key)?.vote.kind ?? 'failed') !== 'failed';
  return {
    isSettled,
    get: (key) => {
      const record = byKey.get(key);
      return record === undefined ? null : keptOf(record);
    },
    replyOf: (key) => byKey.get(key)?.reply ?? null,
    record: (record) => {
      if (isSettled(record.key)) return;
      byKey.delete(record.key); // what takes a place came last
      byKey.set(record.key, record);
    },
    records: () => byKey.values(),
    [Symbol.dispose]: () => byKey.clear(),
  };
};
