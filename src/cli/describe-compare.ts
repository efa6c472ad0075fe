import { Option, type Command } from 'commander';
import type { RuleSpec } from '../aggregate/rule.ts';
import { defaults, type Settings } from '../analyse/settings.ts';
import { allowances, type Allowance } from '../gate.ts';
import type { ScaleDeclaration } from '../ledger/scale.ts';
import { list, names, numeric, rule, scale, share, whole, within } from './options.ts';

/** The options of `empanel compare` as commander hands them over. What is not given is as each arm's own run declared it. */
export type CompareOptions = {
  readonly by?: 'judge' | 'model';
  readonly arm?: readonly string[];
  readonly gold?: readonly string[];
  readonly allow?: readonly string[];
  readonly n?: number;
  readonly criterion?: readonly string[];
  readonly scale?: readonly ScaleDeclaration[];
  readonly rule?: RuleSpec;
  readonly tie?: Settings['tie'];
  readonly positive?: string;
  readonly passAt?: number;
  readonly quorum?: number;
  readonly combine?: string;
  readonly groups?: Settings['groups'];
  readonly margin: number;
  readonly level: number;
  readonly seed: number;
  readonly out?: string;
  readonly title?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
};

/** What `empanel compare --help` prints, and what the command accepts. */
export const describeCompare = (command: Command): Command =>
  command
    .summary('is one ensemble worse than another, and worth its price?')
    .description(
      'Compares ensembles row by row: the first is the reference. An arm is a run (its folder), a ledger, a file of ballots or a baseline; NAME=PATH gives it a name. With gold it compares errors, without it how often rows pass and verdicts agree.',
    )
    .argument('<arm...>', 'two arms or more; or one file, split by --by or --arm')
    .optionsGroup('Which arms:')
    .addOption(
      new Option('--by <what>', 'split one file into an arm a judge or a model')
        .choices(['judge', 'model'])
        .conflicts('arm'),
    )
    .option(
      '--arm <name=judges>',
      "an arm of one file: small='haiku*,luna@0.3'; * stands for anything, repeatable",
      names,
    )
    .option('--gold <file>', 'gold lines, for ballots that came without; repeatable', names)
    .option(
      '--allow <what>',
      `compare though these differ: ${allowances.filter((each) => each !== 'rows').join(', ')}`,
      list,
    )
    .optionsGroup('What to count:')
    .option(
      '--n <n>',
      'errors of so many ballots a row, over all subsets of them (default: all ballots)',
      whole(1, 1000),
    )
    .option('--criterion <pattern>', 'only these criteria; * stands for anything, repeatable', names)
    .option('--scale <scale>', '[CRITERION=]KIND[:VALUES], as in "empanel report"; repeatable', scale)
    .optionsGroup('How all arms decide (default: each as its own run declared):')
    .option('--rule <rule>', 'plurality, majority, threshold:2/3, mean, …', rule)
    .addOption(new Option('--tie <how>', 'what a tie becomes').choices(['split', 'first', 'pass', 'fail', 'abstain']))
    .option('--positive <label>', 'the label that passes')
    .option('--pass-at <score>', 'scores from here up pass', numeric)
    .option('--quorum <k>', 'the fewest cast ballots that may decide', whole(1, 1e6))
    .option('--combine <how>', 'all criteria together: "all", or how many of them must pass')
    .optionsGroup('How sure:')
    .option('--margin <share>', 'how much worse an arm may be and still be as good', share, 0.02)
    .option('--level <share>', 'confidence of every interval', within(0, 1, 'open'), defaults.level)
    .addOption(
      new Option('--groups <how>', 'rows of one group hang together (cluster) or not (ignore)').choices([
        'auto',
        'cluster',
        'ignore',
      ]),
    )
    .option('--seed <n>', 'seed of all chance', whole(0, 2 ** 31), defaults.seed)
    .optionsGroup('Output:')
    .option('-o, --out <dir>', 'folder for the report (default: reports/compare-<arms>)')
    .option('-f, --force', 'replace the folder if it exists')
    .option('--title <text>', "the report's title")
    .option('--json', 'print comparison.json on standard output instead of the summary')
    .option('-q, --quiet', 'print only where the report is')
    .addHelpText(
      'after',
      `
Examples:
  $ empanel compare reports/cheap reports/dear
  $ empanel compare old=reports/v1 new=reports/v2 --margin 0.01
  $ empanel compare ballots.jsonl --by model
  $ empanel compare ballots.jsonl --arm small='haiku*' --arm big='*'
  $ empanel compare baseline.json reports/today

Rows are paired by their ids; those that only one arm has are counted and named.
The quorum that a run's config asks of its whole panel does not bind the parts
that --by and --arm make of it; --quorum binds every arm.
Arms of another rubric or data set are refused, and what differs is told.

Exit codes: 0 done, whatever was found (gates fail a build: see run and report);
2 bad input, and nothing was written; 130 interrupted.`,
    );

/** What the flags say of all arms. */
export const overridesOf = ({
  rule: spec,
  tie,
  positive,
  passAt,
  quorum,
  groups,
  level,
  seed,
}: CompareOptions): Partial<Settings> => ({
  ...(spec === undefined ? {} : { rule: spec }),
  ...(tie === undefined ? {} : { tie }),
  ...(positive === undefined ? {} : { positive }),
  ...(passAt === undefined ? {} : { passAt }),
  ...(quorum === undefined ? {} : { quorum, verdictQuorum: null }),
  ...(groups === undefined ? {} : { groups }),
  level,
  seed,
});

/** What may differ, as far as it is something that can. */
export const isAllowance = (word: string): word is Allowance => allowances.some((known) => known === word);
