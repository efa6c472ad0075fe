import { writeSync } from 'node:fs';
import { Fault } from '../../src/fault.ts';
import { sqliteLedger } from '../../src/ledger/sqlite.ts';
import { numbered } from './numbered.ts';

// A process that records ballots without end, from a number on, and says each number once `record` has returned.
const [path = '', from = '0'] = process.argv.slice(2);
try {
  const ledger = sqliteLedger(path, { simulated: false, privacy: 'full' });
  for (let number = Number(from); ; number += 1) {
    ledger.record(numbered(number));
    writeSync(1, `${number}\n`); // at once, so that nothing waits in this process when it is killed
  }
} catch (error) {
  writeSync(2, error instanceof Fault ? error.code : String(error));
  process.exitCode = 1;
}
