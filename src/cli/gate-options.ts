import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Gateable } from '../config/gate-subject.ts';
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
      .option('--margin <share>', 'how much worse than the baseline is borne (default: 0.02, two points)', share);
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
  const common = defined({ onInconclusive, level });
  return [
    ...gate.map((text) => gateSource(text, common)),
    ...(baseline === undefined
      ? []
      : [flagSource('--baseline', baseline, { baseline, margin: margin ?? 0.02, ...defined({ allow }), ...common })]),
    ...guard.map((text) => flagSource('--guard', text, { guard: guarded(text), ...defined({ onInconclusive }) })),
  ];
};

/** The gates that flags declare over verdicts that are there already. Rejects with a `Fault` that names the flag. */
export const gatesFrom = async (options: GateOptions, about: Gateable): Promise<readonly GateSpec[]> => {
  const { readGates } = await import('../config/gate.ts');
  const { margin: _, ...others } = options;
  const gates: GateSpec[] = [];
  for (const source of gateSources(options.baseline === undefined ? others : options))
    gates.push(...(await readGates(source, about)));
  refuseIdle(options, gates);
  return gates;
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

const share = (text: string): number => {
  const value = shareIn(text);
  if (value === null) throw new InvalidArgumentError('It must be a number such as 0.02, or 2%.');
  return value;
};

/** Only what is there: a key that holds nothing is a key all the same. */
const defined = (values: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
