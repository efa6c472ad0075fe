import { Option, type Command } from 'commander';
import { defaults } from '../analyse/settings.ts';
import { BASELINE_MARGIN, describeGates } from './gate-options.ts';
import { designs, list, names, numeric, rule, scale, share, whole, within } from './options.ts';

/** What `empanel report --help` prints, and what the command accepts. */
export const describeReport = (command: Command): Command =>
  describeGates(describeCounting(command), { live: false }).addHelpText('after', EXAMPLES);

const describeCounting = (command: Command): Command =>
  command
    .summary('how many of the recorded ballots were needed?')
    .description(
      'Reads ballots that a panel has cast, draws error against the number of ballots, and says how many are enough.\nFiles are JSON Lines (.jsonl) or CSV (.csv), packed (.gz) or not, one ballot or one cell a line; several join; "-" is standard input.',
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
    )
    .option('--abstain-as-label', 'count an abstention as a label of its own')
    .optionsGroup('How to decide:')
    .option(
      '--rule <rule>',
      'majority, plurality, unanimous, threshold:K, threshold:K/N, threshold:0.6, weighted:JUDGE=2, mean, median, trimmedMean:0.2, winsorisedMean:0.2, min, max, bestOfN (default: plurality, or mean with --target mean)',
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
      `the error that may be lost for fewer ballots (default: ${defaults.margin}, one point), and to a --baseline (default: ${BASELINE_MARGIN}, two points)`,
      share,
    )
    .option('--level <share>', 'confidence of every interval', within(0, 1, 'open'), defaults.level)
    .addOption(
      new Option(
        '--design <designs>',
        'how panels are drawn: random (any ballots), roundRobin (judges in turn), randomJudges (one ballot a judge)',
      )
        .argParser(designs)
        .default(defaults.designs, 'all three'),
    )
    .addOption(
      new Option(
        '--groups <how>',
        'rows of one group hang together (cluster) or not (ignore); auto clusters but for a few large groups',
      )
        .choices(['auto', 'cluster', 'ignore'])
        .default(defaults.groups),
    )
    .option('--resamples <b>', 'draws for bands and bootstrap', whole(100, 100_000), defaults.resamples)
    .option('--seed <n>', 'seed of all chance', whole(0, 2 ** 31), defaults.seed);

const EXAMPLES = `
Examples:
  $ empanel report ballots.jsonl
  $ empanel report a.jsonl b.csv --out reports/friday --force
  $ empanel report scores.csv --scale ordinal:1..5 --pass-at 4 --rule median
  $ empanel report ratings.jsonl --target mean --scale interval:1..3
  $ empanel report ballots.jsonl --judge 'haiku*' --rule threshold:2/3
  $ empanel report ballots.jsonl --gate 'safe:errorRate<=5%' --guard r7,r40

A ballot a line:
  {"row":"r1","criterion":"safe","judge":"haiku","sample":0,"value":"pass"}
All ballots of one judge on one row a line; null means that it abstained:
  {"row":"r1","criterion":"safe","judge":"haiku","values":["pass","fail",null]}
Both may also hold "gold" (the right value; without it there is no error curve),
"group" (rows that hang together), "cost" (dollars a ballot), "model" and
"temperature". CSV has the same names in its first line.

Exit codes: 0 done, no gate failed; 1 a gate failed; 2 bad input, and nothing
was written; 130 interrupted.`;
