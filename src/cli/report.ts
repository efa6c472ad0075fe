import { basename, join } from 'node:path';
import { styleText } from 'node:util';
import { Command, Option } from 'commander';
import { defaults } from '../analyse/settings.ts';
import { printable } from '../report/escape.ts';
import type { Emphasis } from '../report/terminal.ts';
import { exitCode } from './exit-code.ts';
import { checkFolder, writeFolder } from './folder.ts';
import {
  designs,
  list,
  names,
  numeric,
  readOptions,
  rule,
  scale,
  settingsOf,
  whole,
  within,
  type ReportOptions,
} from './options.ts';
import { progressLine } from './progress.ts';

/** `empanel report FILE…` */
export const reportCommand = ({ version, done }: { version: string; done: (code: number) => void }): Command =>
  describe(new Command('report')).action(async (files: string[], options: ReportOptions) => {
    const title = options.title ?? titleOf(files);
    const folder = options.out ?? join('reports', folderName(files));
    const force = options.force ?? false;
    const settings = settingsOf(options);
    checkFolder(folder, { force });

    // Loaded when there is work to do, so that --help answers at once.
    const [{ empanel, reportFiles }, { reportJson, reportOf }, { terminalSummary }] = await Promise.all([
      import('../empanel.ts'),
      import('../report/report.ts'),
      import('../report/terminal.ts'),
    ]);
    const progress = progressLine(process.stderr, { quiet: options.quiet ?? false });
    try {
      const onProgress = ({ label, done: step, total }: { label: string; done: number; total: number }): void =>
        progress.update(total > 0 ? `${Math.floor((100 * step) / total)}% ${label}` : label);
      const found = await empanel(files, { read: readOptions(options), settings, onProgress });
      progress.update('writing the report');
      await writeFolder(folder, reportFiles(found, { title, version }), { force });
      progress.stop();
      const page = join(folder, 'index.html');
      if (options.json) process.stdout.write(reportJson(reportOf(found.findings, { title, version })));
      else {
        const width = Math.min(process.stdout.columns ?? 80, 100);
        if (!options.quiet) process.stdout.write(`${terminalSummary(found.findings, { width, ...emphasis })}\n\n`);
        process.stdout.write(`Report: ${printable(page)}\n`);
      }
      done(exitCode.done);
    } finally {
      progress.stop();
    }
  });

const describe = (command: Command): Command =>
  command
    .summary('how many of the recorded ballots were needed?')
    .description(
      'Reads ballots that a panel has cast, draws error against the number of ballots, and says how many are enough.\nFiles are JSON Lines (.jsonl, .jsonl.gz) or CSV, one ballot or one cell a line; several join; "-" is standard input.',
    )
    .argument('<file...>', 'recorded ballots')
    .optionsGroup('Output:')
    .option('-o, --out <dir>', 'folder for the report (default: reports/<name of the first file>)')
    .option('-f, --force', 'replace the folder if it exists')
    .option('--title <text>', "the report's title")
    .option('--json', 'print report.json on standard output instead of the summary')
    .option('-q, --quiet', 'print only where the report is')
    .optionsGroup('What to count:')
    .option('--judge <pattern>', 'only these judges; * stands for anything, repeatable', names)
    .option('--criterion <pattern>', 'only these criteria, likewise', names)
    .option('--group <pattern>', 'only rows of these groups, likewise', names)
    .option('--samples <k>', 'only the first k ballots of each judge on a row', whole(1, 1e6))
    .option(
      '--scale <scale>',
      '[CRITERION=]KIND[:VALUES], e.g. ordinal:1..5, safe=nominal:pass,fail, interval:0..1; values off it are invalid; repeatable',
      scale,
      [],
    )
    .option('--abstain-as-label', 'count an abstention as a label of its own')
    .optionsGroup('How to decide:')
    .option(
      '--rule <rule>',
      'majority, plurality, unanimous, threshold:K, threshold:K/N, threshold:0.6, weighted:JUDGE=2,…, mean, median, trimmedMean:0.2, winsorisedMean:0.2, min, max, bestOfN (default: plurality, or mean with --target mean)',
      rule,
    )
    .addOption(
      new Option('--tie <how>', 'what a tie becomes')
        .choices(['split', 'first', 'priority', 'pass', 'fail', 'abstain'])
        .default(defaults.tie),
    )
    .option('--priority <labels>', 'for --tie priority: labels, the first to win a tie first', list)
    .option('--positive <label>', 'the label that a threshold counts (default: pass, true, yes, 1 or correct)')
    .option('--quorum <k>', 'the fewest cast ballots that may decide', whole(1, 1e6), defaults.quorum)
    .addOption(
      new Option('--on-no-quorum <what>', 'what a row without a quorum counts as')
        .choices(['error', 'abstain', 'fail', 'exclude'])
        .default(defaults.onNoQuorum),
    )
    .addOption(
      new Option('--majority-of <base>', 'a majority or share of cast ballots, or of all seats')
        .choices(['valid', 'seats'])
        .default(defaults.majorityOf),
    )
    .optionsGroup('What right means:')
    .option('--pass-at <score>', 'scores from here up pass, in ballots and gold', numeric)
    .addOption(
      new Option(
        '--target <target>',
        'compare with gold as labels, or ask how near the aggregated score comes to a numeric gold',
      )
        .choices(['labels', 'mean'])
        .default(defaults.target),
    )
    .optionsGroup('Curve and knee:')
    .option('--max-n <n>', 'the largest panel to look at', whole(1, 1000), defaults.maxN)
    .option(
      '--margin <share>',
      'the error that may be lost for fewer ballots (0.01 is one point)',
      within(0, 1, 'open'),
      defaults.margin,
    )
    .option('--level <share>', 'confidence of every interval', within(0, 1, 'open'), defaults.level)
    .option('--design <designs>', 'how panels are drawn: random, roundRobin, randomJudges', designs, defaults.designs)
    .addOption(
      new Option(
        '--groups <how>',
        'rows of one group hang together (cluster) or not (ignore); auto clusters but for a few large groups',
      )
        .choices(['auto', 'cluster', 'ignore'])
        .default(defaults.groups),
    )
    .option('--resamples <b>', 'draws for bands and bootstrap', whole(100, 100_000), defaults.resamples)
    .option('--seed <n>', 'seed of all chance', whole(0, 2 ** 31), defaults.seed)
    .addHelpText(
      'after',
      `
Examples:
  $ empanel report ballots.jsonl
  $ empanel report a.jsonl b.csv --out reports/friday --force
  $ empanel report scores.csv --scale ordinal:1..5 --pass-at 4 --rule median
  $ empanel report ratings.jsonl --target mean --scale interval:1..3
  $ empanel report ballots.jsonl --judge 'haiku*' --rule threshold:2/3 --tie fail

A ballot:  {"row":"r1","criterion":"safe","judge":"haiku","sample":0,"value":"pass","gold":"pass","group":"g1","cost":0.0004}
A cell:    {"row":"r1","criterion":"safe","judge":"haiku","values":["pass","fail",null],"gold":"pass"}     null: the judge abstained
Exit codes: 0 done, 2 bad input (nothing is written).`,
    );

const emphasis: Emphasis = {
  strong: (text) => styleText('bold', text, { stream: process.stdout }),
  quiet: (text) => styleText('dim', text, { stream: process.stdout }),
  warn: (text) => styleText('yellow', text, { stream: process.stdout }),
};

const titleOf = (files: readonly string[]): string => {
  const [first = '-', ...others] = files;
  const name = first === '-' ? 'standard input' : basename(first);
  return `Ballots of ${name}${others.length > 0 ? ` and ${others.length} more` : ''}`;
};

/** The first file's name without its endings, as a folder's name. */
const folderName = ([first = '-']: readonly string[]): string =>
  first === '-'
    ? 'stdin'
    : basename(first)
        .replace(/(\.(jsonl|ndjson|json|csv))?(\.gz)?$/, '')
        .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-') || 'report';
