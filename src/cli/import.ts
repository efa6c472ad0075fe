import { basename, join } from 'node:path';
import { Command } from 'commander';
import { Fault } from '../fault.ts';
import type { Imported } from '../promptfoo/import/import-results.ts';
import { describeImport, type ImportFlags } from './describe-import.ts';
import { checkFolder, writeFolder } from './folder.ts';
import { familyFacts, importName, importSummary, paragraph, type Family } from './import-summary.ts';
import { print, printError, printJson } from './print.ts';
import { progressLine } from './progress.ts';

/** `empanel import promptfoo RESULTS` */
export const importCommand = ({ version }: { version: string }): Command => {
  const command = new Command('import').summary('take ballots out of the results of another tool');
  describeImport(command.command('promptfoo')).action(async (file: string, options: ImportFlags) => {
    const name = importName(file);
    const folder = options.out ?? join('reports', name);
    const force = options.force ?? false;
    checkFolder(folder, { force });
    const [{ importResults }, { readResults }] = await Promise.all([
      import('../promptfoo/import/import-results.ts'),
      import('../promptfoo/import/read-results.ts'),
    ]);
    const progress = progressLine(process.stderr, { quiet: options.quiet ?? false });
    try {
      const parsed = await readResults(file, (share) => progress.update(`${Math.floor(100 * share)}% reading`));
      progress.update('making ballots of the results');
      const imported = importResults(parsed, { name: file, criteriaBy: options.criteria ?? null });
      const families = familiesOf(imported, options, file);
      const written = families.map((family) => familyFacts(family, imported[family], { folder, name }));
      const { version: promptfoo, notes } = imported;
      const told = { schema: 'empanel/import@1', empanel: version, promptfoo, families: written, notes };
      const json = `${JSON.stringify(told, null, 2)}\n`;
      const ballots = written.map(({ family, path }) => [basename(path), () => linesOf(imported, family)] as const);
      await writeFolder(folder, { ...Object.fromEntries(ballots), 'import.json': () => json }, { force });
      progress.stop();

      // Some terminals say that they have 0 columns.
      const width = Math.min(process.stdout.columns || 80, 100);
      for (const { message } of notes) printError(`${paragraph(`Note: ${message}`, width)}\n`);
      if (options.json) printJson(json);
      else if (options.quiet) print(written.map(({ path }) => `${path}\n`).join(''));
      else print(`${notes.length > 0 ? '\n' : ''}${importSummary(written, width)}`);
    } finally {
      progress.stop();
    }
  });
  return command;
};

/** The families that were asked for; without a word, those that the run has ballots of. */
const familiesOf = (imported: Imported, { ballots }: ImportFlags, file: string): Family[] => {
  const wanted: Family[] = ballots === undefined ? [] : [ballots];
  if (ballots === undefined && imported.isJudged) wanted.push('judges');
  if (ballots === undefined && (imported.isRepeated || !imported.isJudged)) wanted.push('repeats');
  const families = wanted.filter((family) => imported[family].length > 0);
  if (families.length > 0) return families;
  throw new Fault(
    'input/no-ballots',
    ballots === 'judges'
      ? 'The results hold no verdict of a judge or a check: nothing was asserted, every output ended in an error, or the verdicts were stripped (PROMPTFOO_STRIP_GRADING_RESULT).\nEval with assertions, and without that variable; --ballots repeats counts which outputs passed.'
      : 'Nothing was asserted of any output in the results, so each would pass for want of a question.\nAdd assertions to the config (assert: …), and eval again.',
    { where: file },
  );
};

function* linesOf(imported: Imported, family: Family): Generator<string> {
  for (const line of imported[family]) yield `${JSON.stringify(line)}\n`;
}
