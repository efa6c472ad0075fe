import { Argument, Option, type Command } from 'commander';
import { describeGates, type GateOptions } from './gate-options.ts';
import { names, positive, whole } from './options.ts';

/** The options of `empanel run` and `empanel plan` as commander hands them over. */
export type RunCommandOptions = GateOptions & {
  readonly rehearse?: boolean;
  readonly samples?: number;
  readonly rows?: number;
  readonly judge?: readonly string[];
  readonly grader?: readonly string[];
  readonly allowCode?: boolean;
  readonly with?: 'promptfoo';
  readonly usd?: number;
  readonly calls?: number;
  readonly out?: string;
  readonly title?: string;
  readonly gates?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
};

/** What `plan` and `run` have in common. */
const describeAsking = (command: Command): Command =>
  command
    .addArgument(new Argument('[config]', 'the experiment').default('promptfooconfig.yaml'))
    .optionsGroup('What to ask:')
    .option('--rehearse', 'simulated judges behind a local server: no key, no cost, everything else is real')
    .option('--samples <n>', 'samples of each judge, whatever the config says', whole(1, 10_000))
    .option('--rows <n>', 'only the first n rows', whole(1, 1e9))
    .option('--judge <name>', 'only this judge, repeatable', names)
    .optionsGroup('Configs of promptfoo without a panel of their own:')
    .option(
      '--grader <model>',
      'this model judges what the config asserts, such as openai:gpt-4.1-mini; repeatable',
      names,
    )
    .option(
      '--allow-code',
      'run the JavaScript that the config asserts with, rows filled in; it may do whatever you may',
    )
    .addOption(
      new Option('--with <tool>', 'have the config read by promptfoo itself, which runs the code in it').choices([
        'promptfoo',
      ]),
    )
    .optionsGroup('What it may take:')
    .option('--usd <dollars>', 'stop before this much is spent, whatever the config says', positive)
    .option('--calls <n>', 'stop after so many calls, retries included', whole(1, 1e12))
    .optionsGroup('Output:')
    .option(
      '-o, --out <dir>',
      'folder of the run: its ledger and its report (default: reports/<name of the experiment>)',
    )
    .option('--json', 'print JSON on standard output instead of text');

/** What `empanel run --help` prints. */
export const describeRun = (command: Command): Command =>
  describeGates(
    describeAsking(
      command
        .summary('ask the panel, keep every ballot, and report')
        .description(
          'Asks every judge of the experiment about every row, keeps each ballot in a ledger, and writes the report. What the ledger has is never asked again: the same command goes on where a run stopped, and --samples 9 after 5 buys four. Ctrl-C once finishes the calls in flight and reports; twice stops at once. Either way the ledger is safe.',
        ),
    )
      .option('--title <text>', "the report's title")
      .option('-q, --quiet', 'no progress, and only where the report is'),
    { live: true },
  ).addHelpText(
    'after',
    `
Examples:
  $ empanel run --rehearse             simulated judges, no key, no cost
  $ empanel run --rows 10 --usd 0.50   a first taste of the real one
  $ empanel run                        all of it
  $ empanel run --baseline baseline.json --margin 0.02 --gate 'cost<=0.03'

Exit codes: 0 done, no gate failed; 1 a gate failed; 2 bad input, nothing was
sent; 3 incomplete: the same command goes on; 130 stopped by a second Ctrl-C`,
  );

/** What `empanel plan --help` prints. */
export const describePlan = (command: Command): Command =>
  describeAsking(
    command
      .summary('what a run will cost, take and be able to tell')
      .description(
        'Checks the experiment and prints ballots, tokens and cost a judge, the shortest possible time, and how wide the intervals will be.\nNothing is sent, and no key is needed.',
      ),
  );
