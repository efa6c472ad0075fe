import { join } from 'node:path';
import { Command } from 'commander';
import type { ArmSource } from '../arms/read-source.ts';
import { defaults } from '../analyse/settings.ts';
import type { Combine } from '../experiment.ts';
import { Fault } from '../fault.ts';
import type { Allowance } from '../gate.ts';
import { printable } from '../report/escape.ts';
import { names } from '../report/names.ts';
import { quote } from '../wording/quote.ts';
import { armSources } from './compare-arms.ts';
import { describeCompare, isAllowance, overridesOf, type CompareOptions } from './describe-compare.ts';
import { emphasis } from './emphasis.ts';
import { exitCode } from './exit-code.ts';
import { checkFolder, writeFolder } from './folder.ts';
import { tellGitHub } from './github.ts';
import { print, printJson } from './print.ts';
import { progressLine } from './progress.ts';

/** `empanel compare ARM…` */
export const compareCommand = ({ version, done }: { version: string; done: (code: number) => void }): Command =>
  describeCompare(new Command('compare')).action(async (written: string[], options: CompareOptions) => {
    const allow = allowed(options.allow ?? []);
    const quiet = options.quiet ?? false;
    const force = options.force ?? false;
    // Loaded when there is work to do, so that --help answers at once.
    const [{ compareSides, comparisonFiles }, { sidesOf }, { comparisonSummary }, { comparisonJson }] =
      await Promise.all([
        import('../empanel.ts'),
        import('../arms/sides.ts'),
        import('../report/compare-terminal.ts'),
        import('../report/compare-json.ts'),
      ]);
    const progress = progressLine(process.stderr, { quiet });
    try {
      progress.update('reading');
      const sources = await armSources(written, options);
      const title = options.title ?? titleOf(sources);
      const folder = options.out ?? join('reports', folderName(sources));
      checkFolder(folder, { force });
      progress.update('comparing');
      const n = options.n ?? null;
      const combine = options.combine === undefined ? {} : { combine: combined(options.combine, sources) };
      const sides = sidesOf(sources, { settings: { ...overridesOf(options), ...combine }, n });
      const { margin, level, seed, groups = defaults.groups } = options;
      const comparison = compareSides(sides, { margin, level, seed, groups, n }, allow);
      const files = comparisonFiles(comparison, { title, version });
      await writeFolder(folder, files, { force });
      progress.stop();
      if (options.json) printJson(comparisonJson(comparison, { title, version }));
      else {
        const width = Math.min(process.stdout.columns || 80, 100);
        if (!quiet) print(`${comparisonSummary(comparison, { width, ...emphasis })}\n\n`);
        print(`Report: ${printable(join(folder, 'index.html'))}\n`);
      }
      tellGitHub({ annotations: [], summary: files['summary.md'] });
      done(exitCode.done);
    } finally {
      progress.stop();
    }
  });

/** "a against b"; of many arms the first few. */
const titleOf = (sources: readonly ArmSource[]): string => {
  const all = sources.map(({ name }) => name);
  return all.length > 3 ? names(all, 3) : all.join(' against ');
};

const allowed = (words: readonly string[]): readonly Allowance[] => {
  const unknown = words.find((word) => !isAllowance(word) || word === 'rows');
  if (unknown !== undefined)
    throw new Fault(
      'option/value',
      `--allow ${quote(unknown)} names nothing that may differ; rubric and data may.\nWrite --allow rubric, --allow data, or both.`,
    );
  return words.filter(isAllowance);
};

const combined = (how: string, sources: readonly ArmSource[]): Combine => {
  const ids = [
    ...new Set(
      sources.flatMap((source) =>
        source.kind === 'ballots' ? source.recording.polls.map(({ criterion }) => criterion.id) : [],
      ),
    ),
  ];
  const atLeast = how === 'all' ? ids.length : Number(how);
  if (!Number.isInteger(atLeast) || atLeast < 1 || atLeast > ids.length)
    throw new Fault(
      'option/value',
      `--combine ${quote(how)} is neither "all" nor a number from 1 to ${ids.length}, the number of criteria.\nWrite --combine all, or --combine ${Math.max(1, ids.length - 1)}.`,
    );
  return {
    weights: Object.fromEntries(ids.map((id) => [id, 1])),
    atLeast,
    label: how === 'all' ? 'all' : `at least ${atLeast} of ${ids.length}`,
  };
};

const folderName = (sources: readonly ArmSource[]): string =>
  `compare-${sources
    .slice(0, 3)
    .map(({ name }) => name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-'))
    .join('-')}`;
