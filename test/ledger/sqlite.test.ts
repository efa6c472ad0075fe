import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { withoutWarning } from '../../src/ledger/sqlite-module.ts';
import { sqliteLedger, type SqliteLedgerOptions } from '../../src/ledger/sqlite.ts';
import { folderOf } from './files.ts';
import { ballot, failedBallot } from './records.ts';

const real: SqliteLedgerOptions = { simulated: false, privacy: 'full' };

const newPath = (): string => join(folderOf({}), 'run.db');

/** What any SQLite tool says of the file. */
const asked = (path: string, sql: string): unknown[] => {
  using database = new DatabaseSync(path, { readOnly: true });
  return database
    .prepare(sql)
    .all()
    .map((row) => ({ ...row }));
};

/** All bytes of all files in the folder of a ledger, the write-ahead log among them. */
const bytesAround = (path: string): Buffer =>
  Buffer.concat(readdirSync(join(path, '..')).map((name) => readFileSync(join(path, '..', name))));

describe('A ledger in a file', () => {
  test('is there again when it is opened again', () => {
    const path = newPath();
    {
      using ledger = sqliteLedger(path, real);
      ledger.record(failedBallot({ key: 'k0' }));
      ledger.record(ballot());
    }
    using ledger = sqliteLedger(path, real);
    expect([...ledger.records()]).toEqual([failedBallot({ key: 'k0' }), ballot()]);
    ledger.record(ballot({ key: 'k0' }));
    ledger.record(ballot({ key: 'k2' }));
    expect(Array.from(ledger.records(), ({ key }) => key)).toEqual(['k1', 'k0', 'k2']);
  });

  test('is readable by people: a row a ballot, and a prompt once', () => {
    const path = newPath();
    {
      using ledger = sqliteLedger(path, { ...real, experiment: 'harbour' });
      for (const sample of [0, 1, 2]) ledger.record(ballot({ key: `k${sample}`, sample }));
    }
    const told = 'row, criterion, judge, sample, outcome, value, rationale, usd, latency_ms, queued_ms, model, at';
    expect(asked(path, `select ${told} from ballots where sample = 2`)).toEqual([
      {
        row: 'row 1',
        criterion: 'fluency',
        judge: 'mini',
        sample: 2,
        outcome: 'cast',
        value: '"pass"',
        rationale: 'It reads well.',
        usd: 0.00025,
        latency_ms: 640.5,
        queued_ms: 12,
        model: 'gpt-4.1-mini',
        at: '2026-11-20T12:00:00.000Z',
      },
    ]);
    expect(asked(path, 'select count(*) as prompts from prompts')).toEqual([{ prompts: 1 }]);
    expect(asked(path, "select name, value from meta where name <> 'created'")).toEqual([
      { name: 'experiment', value: 'harbour' },
      { name: 'privacy', value: 'full' },
      { name: 'simulated', value: 'false' },
    ]);
    expect(asked(path, `select trace ->> '$."gen_ai.usage.output_tokens"' as tokens from ballots`)[0]).toEqual({
      tokens: 80,
    });
  });

  test('replaces half a surrogate pair, which is no text in UTF-8', () => {
    using ledger = sqliteLedger(newPath(), real);
    ledger.record(ballot({ reply: 'a\ud83d' }));
    expect(ledger.replyOf('k1')).toBe('a\ufffd');
  });

  test('can be closed twice', () => {
    const ledger = sqliteLedger(newPath(), real);
    ledger[Symbol.dispose]();
    expect(() => ledger[Symbol.dispose]()).not.toThrow();
  });
});

describe('With hashes only', () => {
  test('no word of a prompt, a reply or a rationale is in the file', () => {
    const path = newPath();
    const words = ['You judge replies', 'Is this fluent', 'It reads well'];
    {
      using ledger = sqliteLedger(path, { simulated: false, privacy: 'hashes' });
      ledger.record(ballot());
      expect(words.filter((word) => bytesAround(path).includes(word))).toEqual([]);
      expect([...ledger.records()]).toEqual([
        ballot({ vote: { kind: 'cast', value: 'pass' }, reply: null, trace: { messages: null } }),
      ]);
      expect(ledger.replyOf('k1')).toBeNull();
    }
    expect(words.filter((word) => bytesAround(path).includes(word))).toEqual([]);
    expect(asked(path, 'select length(prompt) as letters from ballots')).toEqual([{ letters: 64 }]);
  });

  test('texts may be kept from now on, and then hashes can no longer be promised', () => {
    const path = newPath();
    sqliteLedger(path, { ...real, privacy: 'hashes' })[Symbol.dispose]();
    {
      using ledger = sqliteLedger(path, real);
      ledger.record(ballot());
    }
    expect(() => sqliteLedger(path, { ...real, privacy: 'hashes' })).toThrow('cannot promise to hold none');
  });
});

test('The promise of hashes holds until a text is written', () => {
  const path = newPath();
  const hashes = { ...real, privacy: 'hashes' } as const;
  const textless = ballot({ vote: { kind: 'invalid' }, reply: null, trace: { messages: null, attempts: [] } });
  sqliteLedger(path, hashes)[Symbol.dispose]();
  {
    using ledger = sqliteLedger(path, real);
    ledger.record(textless);
  }
  {
    using ledger = sqliteLedger(path, hashes);
    ledger.record(ballot({ key: 'k2' })); // its texts are left out
  }
  expect(asked(path, "select value from meta where name = 'privacy'")).toEqual([{ value: 'hashes' }]);
});

test('A key in the environment never gets into the file', () => {
  const path = newPath();
  const key = 'sk-planted-key-6b1f0c';
  process.env['OPENAI_API_KEY'] = key;
  try {
    using ledger = sqliteLedger(path, real);
    ledger.record(ballot());
    ledger.record(failedBallot({ key: 'k2' }));
    expect(bytesAround(path).includes('row 1')).toBe(true); // the search finds what is there
    expect(bytesAround(path).includes(key)).toBe(false);
  } finally {
    delete process.env['OPENAI_API_KEY'];
  }
  expect(bytesAround(path).includes(key)).toBe(false);
});

test('Only the warning that SQLite is experimental is held back', () => {
  const heard: string[] = [];
  const emit = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error) => {
    heard.push(String(warning));
  };
  try {
    const answer = withoutWarning(() => {
      process.emitWarning('SQLite is an experimental feature and might change at any time', 'ExperimentalWarning');
      process.emitWarning('Something else is experimental', 'ExperimentalWarning');
      process.emitWarning('SQLite is slow', { type: 'Warning' });
      return 1;
    });
    process.emitWarning('SQLite is an experimental feature, told later', 'ExperimentalWarning');
    expect(answer).toBe(1);
  } finally {
    process.emitWarning = emit;
  }
  expect(heard).toEqual([
    'Something else is experimental',
    'SQLite is slow',
    'SQLite is an experimental feature, told later',
  ]);
});
