import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import type { ArmSource } from '../arms/read-source.ts';
import { defaults } from '../analyse/settings.ts';
import type { Combine } from '../experiment.ts';
import { Fault } from '../fault.ts';
import type { Allowance } from '../gate.ts';
import { printable } from '../report/escape.ts';
import { quote } from '../wording/quote.ts';
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
      const sources = distinct(await sourcesOf(written, options));
      const title = options.title ?? sources.map(({ name }) => name).join(' against ');
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

const allowed = (words: readonly string[]): readonly Allowance[] => {
  const unknown = words.find((word) => !isAllowance(word) || word === 'rows');
  if (unknown !== undefined)
    throw new Fault(
      'option/value',
      `--allow ${quote(unknown)} names nothing that may differ; rubric and data may.\nWrite --allow rubric, --allow data, or both.`,
    );
  return words.filter(isAllowance);
};

/** The arms: one for each path, or those that one path is split into. */
const sourcesOf = async (written: readonly string[], options: CompareOptions): Promise<ArmSource[]> => {
  const { readSource } = await import('../arms/read-source.ts');
  const read = {
    ...(options.scale === undefined ? {} : { scales: options.scale }),
    ...(options.gold === undefined ? {} : { gold: options.gold }),
    ...(options.criterion === undefined ? {} : { select: { criteria: options.criterion } }),
  };
  const named = written.map(nameAndPath);
  const sources: ArmSource[] = [];
  for (const { name, path } of named) {
    const source = await readSource(path, read);
    sources.push(name === null ? source : { ...source, name });
  }
  const [only, ...others] = sources;
  const splits = options.by !== undefined || options.arm !== undefined;
  if (only === undefined || (others.length === 0 && !splits))
    throw new Fault(
      'option/value',
      `There is one arm (${quote(written[0] ?? '', 200)}), and a comparison needs two.\nName another, or split this one: --by model, --by judge, or --arm small='haiku*' --arm big='*'.`,
    );
  if (!splits) return sources;
  if (others.length > 0 || only.kind !== 'ballots')
    throw new Fault(
      'option/value',
      'Only one file or run of ballots can be split into arms by --by or --arm.\nName one, or leave the split out.',
    );
  const { panelOf, splitBy } = await import('../compare/split.ts');
  const parts =
    options.by === undefined
      ? (options.arm ?? []).map((text) => panelOf(only.recording, armIn(text)))
      : splitBy(only.recording, options.by);
  if (parts.length < 2)
    throw new Fault(
      'option/value',
      "There is one --arm, and a comparison needs two.\nAdd another, such as --arm all='*'.",
    );
  // The quorum was that of the whole panel; a part of it must be free to decide.
  const settings = { ...only.settings, verdictQuorum: null };
  return parts.map((part) => ({ ...only, ...part, settings }));
};

/** `NAME=PATH`, unless there is a file of that very name. */
const nameAndPath = (text: string): { name: string | null; path: string } => {
  const at = text.indexOf('=');
  return at < 1 || existsSync(text)
    ? { name: null, path: text }
    : { name: text.slice(0, at), path: text.slice(at + 1) };
};

const armIn = (text: string): { name: string; patterns: string[] } => {
  const at = text.indexOf('=');
  const patterns = text
    .slice(at + 1)
    .split(',')
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '');
  if (at < 1 || patterns.length === 0)
    throw new Fault(
      'option/value',
      `--arm ${quote(text)} is no name with judges.\nWrite NAME=JUDGE,JUDGE: --arm small='haiku*'.`,
    );
  return { name: text.slice(0, at), patterns };
};

/** Two arms of one name are told apart by a number. */
const distinct = (sources: readonly ArmSource[]): ArmSource[] =>
  sources.map((source, at) => {
    const before = sources.slice(0, at).filter(({ name }) => name === source.name).length;
    return before === 0 ? source : { ...source, name: `${source.name} (${before + 1})` };
  });

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
