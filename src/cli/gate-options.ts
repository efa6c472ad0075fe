import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Gateable, Remedies } from '../config/gate-subject.ts';
import type { Source } from '../config/source.ts';
import { Fault } from '../fault.ts';
import type { GateSpec } from '../gate.ts';
import { flagSource, gateSource, shareIn } from './gate-flag.ts';
import { list, names } from './options.ts';

/** The gates that flags declare, as commander hands them over. */
export type GateOptions = {
  readonly gate?: readonly string[];
  readonly baseline?: string;
  readonly margin?: number;
  readonly allow?: readonly string[];
  readonly guard?: readonly string[];
  readonly onInconclusive?: GateSpec['onInconclusive'];
  readonly level?: number;
};

/** How much worse than its baseline a run may be where nobody says it. */
export const BASELINE_MARGIN = 0.02;

/** The flags themselves. A report has a `--margin` for its knees, which serves the baseline too. */
export const describeGates = (command: Command, { live }: { readonly live: boolean }): Command => {
  command
    .optionsGroup('Gates:')
    .option(
      '--gate <gate>',
      "a bound in quotation marks, [CRITERION:]METRIC>=VALUE or <=: 'passRate>=0.9', 'safe:errorRate<=5%', 'undecided<=0.02', 'cost<=0.03' (dollars a row), 'latency<=5s', 'agreement>=0.67'; repeatable",
      names,
    )
    .option('--baseline <file>', `not worse than this baseline by the margin${live ? '' : ' (--margin)'}`);
  if (live)
    command
      .option('--no-gates', "ask and report, but hold the run to nothing, not even to the config's gates")
      .option(
        '--margin <share>',
        `how much worse than the baseline is borne (default: ${BASELINE_MARGIN}, two points)`,
        marginIn,
      );
  return command
    .option('--allow <what>', 'what may differ from the baseline: rubric, data, rows', list)
    .option(
      '--guard <rows>',
      'rows that must never fail: ids with commas between, or @file with one a line; repeatable',
      names,
    )
    .addOption(
      new Option(
        '--on-inconclusive <what>',
        `what becomes of gates that cannot tell${live ? ', those of the config too' : ''} (default: warn)`,
      ).choices(['warn', 'fail']),
    );
};

/** The gates of the flags in the form of the config, so that one reader checks both. */
export const gateSources = (options: GateOptions): readonly Source[] => {
  const { gate = [], baseline, margin, allow, guard = [], onInconclusive, level } = options;
  if (baseline === undefined && (margin !== undefined || allow !== undefined))
    throw new Fault(
      'option/value',
      `${margin === undefined ? '--allow' : '--margin'} speaks of a baseline, but there is no --baseline, so it would change nothing.\nAdd --baseline FILE, or leave it out.`,
    );
  if (level !== undefined && level <= 0.5 && (gate.length > 0 || baseline !== undefined))
    throw new Fault(
      'option/value',
      `--level ${level} would be the confidence of the gates too, and a bound that holds no more often than a coin falls heads decides nothing.\nGive a --level above 0.5, such as 0.95, or leave the gates out.`,
    );
  const common = defined({ onInconclusive, level });
  return [
    ...gate.map((text) => gateSource(text, common)),
    ...(baseline === undefined
      ? []
      : [
          flagSource('--baseline', baseline, {
            baseline,
            margin: margin ?? BASELINE_MARGIN,
            ...defined({ allow }),
            ...common,
          }),
        ]),
    ...guard.map((text) => flagSource('--guard', text, { guard: guarded(text), ...defined({ onInconclusive }) })),
  ];
};

/** Whether flags declare a gate at all. */
export const asksForGates = ({ gate = [], baseline, guard = [] }: GateOptions): boolean =>
  gate.length > 0 || baseline !== undefined || guard.length > 0;

/** The gates that flags declare over verdicts that are there already. Rejects with a `Fault` that names the flag. */
export const gatesFrom = async (options: GateOptions, about: Gateable): Promise<readonly GateSpec[]> => {
  const { readGates } = await import('../config/gate.ts');
  const gates: GateSpec[] = [];
  for (const source of reportSources(options)) gates.push(...(await readGates(source, { ...about, remedies })));
  refuseIdle(options, gates);
  return gates;
};

/** Checks all of the flags that can be checked before it is known what they are about. Rejects with a `Fault` that names the flag. */
export const checkGates = async (options: GateOptions): Promise<void> => {
  const { readGates } = await import('../config/gate.ts');
  const gates: GateSpec[] = [];
  for (const source of reportSources(options)) gates.push(...(await readGates(source, whatever(source))));
  refuseIdle(options, gates);
};

/** A report's `--margin` is that of its knees, and only where there is a baseline that of a gate. */
const reportSources = ({ margin, ...options }: GateOptions): readonly Source[] =>
  gateSources(options.baseline === undefined || margin === undefined ? options : { ...options, margin });

/** Verdicts of which any gate could be true: the criterion that it names is there, and so may be every row. */
const whatever = ({ value }: Source): Gateable => {
  const named = typeof value === 'object' && value !== null && 'criterion' in value ? [String(value.criterion)] : [];
  return {
    subjects: named.map((id) => ({ id, kind: 'criterion', gold: true, passes: true })),
    rows: [],
    cut: true,
  };
};

const remedies: Remedies = {
  gold: 'Add the right values to the ballots ("gold")',
  passes:
    'Name it (--positive LABEL), or the score from which on (--pass-at SCORE), or all labels (--scale nominal:pass,fail)',
  only: (criterion) => `report only a criterion that has it: --criterion ${criterion}`,
};

/** What is to become of gates has to have a gate to become of. */
export const refuseIdle = ({ onInconclusive }: GateOptions, gates: readonly GateSpec[]): void => {
  if (onInconclusive === undefined || gates.length > 0) return;
  throw new Fault(
    'option/value',
    "--on-inconclusive speaks of gates, but there is none, so it would change nothing.\nAdd one, such as --gate 'passRate>=0.9', or leave it out.",
  );
};

const guarded = (text: string): string | readonly string[] =>
  text.startsWith('@') ? `file://${text.slice(1)}` : list(text, []);

/** Whether it can be a margin is for the gate's reader to say, who knows what was meant. */
const marginIn = (text: string): number => {
  const value = shareIn(text);
  if (value === null) throw new InvalidArgumentError('It must be a number such as 0.02, or 2%.');
  return value;
};

/** Only what is there: a key that holds nothing is a key all the same. */
const defined = (values: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
