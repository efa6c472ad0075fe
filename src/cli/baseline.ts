import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { Fault } from '../fault.ts';
import { printable } from '../report/escape.ts';
import { plural } from '../report/format.ts';
import { quote } from '../wording/quote.ts';
import { missingAbove } from './folder.ts';
import { print, printError } from './print.ts';

/** `empanel baseline write RUN` */
export const baselineCommand = ({ version }: { version: string }): Command => {
  const command = new Command('baseline').summary('what later runs are held against');
  command
    .command('write')
    .summary('write the verdicts of a run as a small file to commit')
    .description(
      'Writes the verdict and the vote counts of every row, with hashes of the rubric and the data, and no prompt, reply or reason. A gate holds later runs against it: gate: {baseline: file://baseline.json, margin: 0.02}, or --baseline baseline.json.\nThe same run writes the same bytes.',
    )
    .argument('<run>', 'folder of the run, its ledger, or a file of ballots')
    .option('-o, --out <file>', 'the file to write', 'baseline.json')
    .option('-f, --force', 'replace the file though it is no baseline')
    .addHelpText(
      'after',
      `
Examples:
  $ empanel baseline write reports/support-replies
  $ empanel baseline write reports/support-replies --out ci/baseline.json
  $ empanel run --baseline ci/baseline.json --margin 0.02`,
    )
    .action(async (run: string, { out, force = false }: { out: string; force?: boolean }) => {
      const [{ readSource }, { toWriteBaseline }, { sidesOf }, { baselineJson }] = await Promise.all([
        import('../arms/read-source.ts'),
        import('../arms/purpose.ts'),
        import('../arms/sides.ts'),
        import('../baseline/baseline-json.ts'),
      ]);
      await checkPlace(out, force);
      const source = await readSource(run, {}, toWriteBaseline);
      if (source.kind === 'ballots' && source.settings.target === 'mean')
        throw new Fault(
          'option/value',
          `${quote(run, 200)} compares scores with a numeric gold (target: mean), and a baseline holds verdicts that are right or wrong.\nReport its ballots with the score from which on a row passes (empanel report FILE --pass-at SCORE --rule median), and write the baseline of that.`,
        );
      const [side] = sidesOf([source], { settings: {}, n: null });
      if (side === undefined || side.analysis === null)
        throw new Fault(
          'input/unreadable',
          `${quote(run, 200)} is a baseline already.\nName the run that the new one is to be made of.`,
        );
      const text = baselineJson(side.arm, { version });
      try {
        for (const missing of missingAbove(resolve(out))) mkdirSync(missing);
        writeFileSync(out, text);
      } catch (cause) {
        throw new Fault(
          'report/unwritable',
          `The baseline can't be written to ${quote(out, 200)}: ${cause instanceof Error ? cause.message : String(cause)}.\nName another file with --out.`,
          { cause },
        );
      }
      const rows = new Set(side.arm.subjects.flatMap((subject) => [...subject.rows.keys()])).size;
      const missing = side.arm.subjects.flatMap((subject) => [...subject.rows.values()].filter((row) => row.missing));
      if (missing.length > 0)
        printError(
          `${plural(missing.length, 'verdict')} ${missing.length === 1 ? 'lacks' : 'lack'} ballots, and a later run is not held against ${missing.length === 1 ? 'it' : 'them'}. Complete the run first to have them.\n`,
        );
      print(`${printable(out)}: ${plural(rows, 'row')}, ${Math.ceil(Buffer.byteLength(text) / 1024)} kB. Commit it.\n`);
    });
  return command;
};

/** A baseline is replaced, for git has the old one; anything else is not. */
const checkPlace = async (out: string, force: boolean): Promise<void> => {
  if (force || !existsSync(out)) return;
  const { readBaseline } = await import('../baseline/read-baseline.ts');
  try {
    await readBaseline(out);
  } catch (cause) {
    throw new Fault(
      'report/exists',
      `${quote(out, 200)} exists and is no baseline, so it is not overwritten.\nName another file with --out, or replace it with --force.`,
      { cause },
    );
  }
};
