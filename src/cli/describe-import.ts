import { Option, type Command } from 'commander';
import type { CriteriaBy } from '../promptfoo/import/questions.ts';

/** The options of `empanel import promptfoo` as commander hands them over. */
export type ImportFlags = {
  readonly ballots?: 'judges' | 'repeats';
  readonly criteria?: CriteriaBy;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
};

/** What `empanel import promptfoo --help` prints, and what the command accepts. */
export const describeImport = (command: Command): Command =>
  command
    .summary("make ballots of promptfoo's results")
    .description(
      'Reads what "promptfoo eval -o results.json" has written (version 3, packed .gz or not; "-" is standard input), and writes its ballots as JSON Lines for "empanel report", "compare" and "baseline write". Nothing is sent.',
    )
    .argument('<results>', 'results of promptfoo, as JSON')
    .optionsGroup('What to count:')
    .addOption(
      new Option(
        '--ballots <family>',
        'judges: what each judge said of an output; repeats: whether each repeat of a test passed (default: those that the run has, each in a file of its own)',
      ).choices(['judges', 'repeats']),
    )
    .addOption(
      new Option(
        '--criteria <by>',
        'name assertions without a metric by their value, or all of one type by that type (default: by value those that several tests share, by type the others)',
      ).choices(['value', 'type']),
    )
    .optionsGroup('Output:')
    .option('-o, --out <dir>', 'folder for the files (default: reports/<name of the results>)')
    .option('-f, --force', 'replace the folder if it holds an import or a report')
    .option('--json', 'print JSON on standard output instead of text')
    .option('-q, --quiet', 'print only which files were written')
    .addHelpText('after', EXAMPLES);

const EXAMPLES = `
Examples:
  $ promptfoo eval --repeat 5 --no-cache -o results.json
  $ empanel import promptfoo results.json
  $ empanel report reports/results/results-judges.jsonl
  $ empanel import promptfoo before.json; empanel import promptfoo after.json
  $ empanel compare reports/before/before-repeats.jsonl \\
      reports/after/after-repeats.jsonl
  $ empanel import promptfoo results.json --ballots judges --out ci/friday

The two families answer two questions, and are never mixed:
  judges   a row is an output, its judges are the graders of model-graded
           assertions; the checks by code are one judge, "code". A grader that
           broke is a failed ballot here, where promptfoo counts a "no".
  repeats  a row is a test with its vars, its judges are the columns (provider
           and prompt), and every repeat is one ballot on "passes".

Rows go by the "id" in a test's metadata, else by its description, else by
their place and vars: give tests one of the first two to compare runs. Run
promptfoo with --no-cache, or equal judges give copies of one answer. What
judges cost isn't in promptfoo's results, and neither is what would have been
right: for an error curve, report the ballots with a file of gold lines,
  {"row":"late refund","criterion":"polite","gold":"pass"}

Exit codes: 0 done; 2 bad input, and nothing was written; 130 interrupted.`;
