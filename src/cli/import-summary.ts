import { basename, join } from 'node:path';
import type { RawLine } from '../ledger/json-lines.ts';
import { printable } from '../report/escape.ts';
import { plural } from '../report/format.ts';
import { wrap } from '../report/wrap.ts';
import { shellWords } from './shell-words.ts';

/** What a file of imported ballots is about. */
export type Family = 'judges' | 'repeats';

/** What was written of one family, as import.json and the terminal tell it. */
export type FamilyFacts = {
  readonly family: Family;
  readonly path: string;
  readonly rows: number;
  readonly criteria: readonly string[];
  readonly judges: readonly string[];
  readonly ballots: Readonly<Record<'cast' | 'abstained' | 'invalid' | 'failed', number>>;
  readonly next: string; // the command that goes on
};

/** Counts what the lines of a family hold. */
export const familyFacts = (
  family: Family,
  lines: readonly RawLine[],
  place: { folder: string; name: string },
): FamilyFacts => {
  const path = join(place.folder, `${place.name}-${family}.jsonl`);
  const all = (key: string): string[] => [...new Set(lines.map((line) => String(line[key])))];
  const ballots = { cast: 0, abstained: 0, invalid: 0, failed: 0 };
  for (const { outcome } of lines)
    ballots[outcome === 'abstained' || outcome === 'invalid' || outcome === 'failed' ? outcome : 'cast'] += 1;
  const next = shellWords(['empanel', 'report', path]);
  return { family, path, rows: all('row').length, criteria: all('criterion'), judges: all('judge'), ballots, next };
};

/** What was imported, for a reader: each family with the question that it answers and the command that answers it. */
export const importSummary = (written: readonly FamilyFacts[], width: number): string =>
  written
    .map(({ family, path, rows, criteria, judges, ballots, next }) => {
      const all = Object.values(ballots).reduce((sum, count) => sum + count, 0);
      const size = [
        `${plural(all, 'ballot')}${all === ballots.cast ? '' : `, ${ballots.cast} of them cast`}`,
        plural(rows, 'row'),
        criteria.length === 1 ? '1 criterion' : `${criteria.length} criteria`,
        plural(judges.length, 'judge'),
      ].join('; ');
      return `${paragraph(`${family}: ${questions[family]}`, width)}\n  ${printable(path)}: ${size}\n  $ ${printable(next)}\n`;
    })
    .join('\n');

const questions: Readonly<Record<Family, string>> = {
  judges: 'what the judges said of each output. How many of their ballots are enough?',
  repeats: 'whether each output passed its test. How many repeats of a test are enough?',
};

/** Foreign text in lines of at most `width` columns. */
export const paragraph = (text: string, width: number): string => wrap(printable(text), width).join('\n');

/** A file's name without its endings, as part of a file's name. */
export const importName = (file: string): string =>
  file === '-'
    ? 'stdin'
    : basename(file)
        .replace(/(\.\w+)?(\.gz)?$/, '')
        .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-') || 'import';
