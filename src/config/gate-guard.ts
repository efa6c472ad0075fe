import * as z from 'zod';
import { Fault } from '../fault.ts';
import type { GateSpec } from '../gate.ts';
import { quote } from '../wording/quote.ts';
import { check } from './check.ts';
import { requireGold, requirePasses, spokenOf, type Gateable } from './gate-subject.ts';
import { closed, meant, oneOf, words } from './legal.ts';
import { beside, inside, type Source } from './source.ts';
import { readText } from './text-file.ts';

type Guard = Extract<GateSpec, { kind: 'guard' }>;

/** Reads a gate over rows that must never fail: their ids, or a `file://` with one a line. */
export const readGuard = async (source: Source, about: Gateable): Promise<Guard> => {
  const { guard, criterion = null, must = null, onInconclusive = 'warn' } = check(schema, source);
  const spoken = spokenOf(source, criterion, about);
  if (must === 'pass') requirePasses(source, 'passes (must: pass)', spoken, about);
  if (must === 'correct') requireGold(source, 'verdicts that agree with gold (must: correct)', spoken, about);
  if (must === null)
    requirePasses(
      source,
      'rows that pass, or agree with gold',
      spoken.filter(({ gold }) => !gold),
      about,
    );
  const ids = new Set(about.rows);
  const named =
    typeof guard === 'string' && guard.startsWith('file://')
      ? await rowsIn(beside(source.folder, guard), ids, source)
      : rowsOf(guard, source);
  if (named.length === 0) throw empty(source);
  const unknown = about.cut ? undefined : named.find(({ row }) => !ids.has(row));
  if (unknown !== undefined) throw notThere(unknown, about.rows);
  return {
    kind: 'guard',
    subject: criterion,
    rows: [...new Set(named.map(({ row }) => row))],
    must,
    level: 0.95, // never looked at: chance has no part in it
    onInconclusive,
    where: source.where(),
  };
};

const ROWS = 'a list of ids of rows, or file://rows.txt with an id a line';
const rowId = z.union([z.string(), z.number()], { error: 'the id of a row' }).transform(String);

const schema = closed({
  guard: z.union([words, z.array(rowId, { error: ROWS })], { error: ROWS }),
  criterion: words.optional(),
  must: oneOf('pass', 'correct').optional(),
  onInconclusive: oneOf('warn', 'fail').optional(),
});

type Named = { readonly row: string; readonly where: string };

const rowsOf = (guard: string | readonly string[], source: Source): readonly Named[] =>
  typeof guard === 'string'
    ? [{ row: guard, where: source.where(['guard']) }]
    : guard.map((row, at) => ({ row: row.trim(), where: source.where(['guard', at]) }));

/** The rows that a file lists. What follows " #" is a comment, unless the whole line is the id of a row. */
const rowsIn = async (file: string, ids: ReadonlySet<string>, source: Source): Promise<readonly Named[]> => {
  const text = await readText(file, {
    code: 'config/unreadable',
    role: 'the list of guarded rows',
    where: source.where(['guard']),
  });
  return text.split('\n').flatMap((line, at) => {
    const whole = line.trim();
    const row = ids.has(whole) ? whole : whole.replace(/(?:^|\s)#.*$/, '').trim();
    return row === '' ? [] : [{ row, where: `${file}:${at + 1}` }];
  });
};

const empty = (source: Source): Fault =>
  new Fault(
    'config/value',
    `The gate guards no row, so it would pass whatever happens.\nName the rows that must never fail: ${ROWS}.`,
    { where: inside(source, ['guard']).where() },
  );

const notThere = ({ row, where }: Named, rows: readonly string[]): Fault =>
  new Fault(
    'config/value',
    `The gate guards the row ${quote(row)}, but the data set has none of this name, so it would be guarded in vain.\n${meant(row, rows)}${/\.\w+$/.test(row) ? ` If it is a file, write file://${row}.` : ''}`,
    { where },
  );
