import { existsSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { Fault } from '../fault.ts';
import { printable } from '../report/escape.ts';
import { plural } from '../report/format.ts';
import { quote } from '../wording/quote.ts';
import { ledgerName } from './folder.ts';
import { print } from './print.ts';
import { openRunFolder } from './run-folder.ts';

/** `empanel ledger export RUN` and `empanel ledger import FILE RUN` */
export const ledgerCommand = (): Command => {
  const command = new Command('ledger').summary('take ballots out of a ledger, or put them in');
  command
    .command('export')
    .summary('print every ballot of a run as JSON Lines')
    .description(
      'Prints the ledger of a run on standard output, a line a ballot with its whole trace.\nThe lines are ballots to "empanel report", and a ledger again to "empanel ledger import".',
    )
    .argument('<run>', 'folder of the run, or its ledger')
    .action(async (run: string) => {
      const [{ exportLedger }, { sqliteLedger }, { termsOfLedger }] = await modules();
      const path = ledgerIn(run);
      if (!existsSync(path))
        throw new Fault(
          'input/unreadable',
          `There is no ledger at ${quote(path, 200)}.\nName the folder of a run, such as reports/support-replies.`,
        );
      const terms = termsOfLedger(path) ?? { simulated: false, privacy: 'full' };
      using ledger = sqliteLedger(path, terms);
      const lines = exportLedger(ledger, { simulated: terms.simulated, rehearsal: terms.simulated });
      await pipeline(Readable.from(lines), process.stdout, { end: false }).catch(ignoreClosedPipe);
    });
  command
    .command('import')
    .summary('put exported ballots into a ledger')
    .description(
      'Records the ballots of an export in the ledger of a run, which is made if there is none. Ballots that are there stay as they are.',
    )
    .argument('<file>', 'what "empanel ledger export" printed')
    .argument('<run>', 'folder of the run')
    .action(async (file: string, run: string) => {
      const [, { sqliteLedger }, { termsOfLedger }, { importLedger }] = await modules();
      const lines = await linesOf(file);
      const path = ledgerIn(run);
      const isNew = !existsSync(path);
      const made = { simulated: isSimulated(lines), privacy: 'full' } as const;
      if (isNew) openRunFolder(run);
      try {
        const terms = isNew ? made : (termsOfLedger(path) ?? made);
        using ledger = sqliteLedger(path, terms);
        const count = importLedger(lines, ledger, { name: file, simulated: terms.simulated });
        print(
          `${plural(count, 'ballot')} of ${printable(file)} ${count === 1 ? 'is' : 'are'} in ${printable(path)}.\n`,
        );
      } catch (error) {
        // A ledger of half a file would pass for a whole one.
        if (isNew) for (const rest of [path, `${path}-wal`, `${path}-shm`]) rmSync(rest, { force: true });
        throw error;
      }
    });
  return command;
};

const modules = () =>
  Promise.all([
    import('../ledger/export-ledger.ts'),
    import('../ledger/sqlite.ts'),
    import('../ledger/terms-of.ts'),
    import('../ledger/import-ledger.ts'),
  ]);

/** Whether the first line says that the ballots are simulated. What is no line at all is told by the import. */
const isSimulated = (lines: readonly string[]): boolean => {
  const first = lines.find((line) => line.trim() !== '') ?? '';
  return /"simulated":\s*true/.test(first.slice(0, 100_000));
};

const ledgerIn = (run: string): string => (existsSync(run) && statSync(run).isFile() ? run : join(run, ledgerName));

const linesOf = async (file: string): Promise<string[]> => {
  try {
    await using handle = await open(file);
    const lines: string[] = [];
    for await (const line of handle.readLines()) lines.push(line);
    return lines;
  } catch (cause) {
    throw new Fault(
      'input/unreadable',
      `${quote(file, 200)} can't be read: ${cause instanceof Error ? cause.message : String(cause)}.\nName a file that "empanel ledger export" printed.`,
      { cause },
    );
  }
};

// A reader that has seen enough (`| head`) is no fault.
const ignoreClosedPipe = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
};
