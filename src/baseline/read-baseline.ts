import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Arm } from '../arm.ts';
import { Fault } from '../fault.ts';
import { nearest } from '../wording/nearest.ts';
import { quote, quoteAll } from '../wording/quote.ts';
import { lineOf } from './line-of.ts';
import { AGAIN, corrupt, misshapen, notJson, ofAnotherKind } from './not-a-baseline.ts';
import { schema, type Written } from './schema.ts';
import { toArm } from './to-arm.ts';
import { unreadable } from './unreadable.ts';

/** Reads what `baselineJson` wrote, with the SHA-256 of the file. Rejects with a `Fault` that names its line; `where` says who names the file. */
export const readBaseline = async (
  path: string,
  { where = path }: { readonly where?: string } = {},
): Promise<{ readonly arm: Arm; readonly sha256: string }> => {
  const bytes = await readFile(path).catch(async (cause: unknown) => {
    throw await unreadable(path, cause, where);
  });
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (text.trim() === '') throw empty('The file is empty', path);
  const written = shapeOf(text, path);
  checkRows(written, { text, path });
  return { arm: toArm(written), sha256: createHash('sha256').update(bytes).digest('hex') };
};

const shapeOf = (text: string, path: string): Written => {
  const value = parsed(text, path);
  const another = ofAnotherKind(value, path);
  if (another !== null) throw another;
  const result = schema.safeParse(value);
  if (!result.success) throw misshapen(result.error, value, { text, path });
  return result.data;
};

const parsed = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw notJson(text, path, error);
  }
};

/** Checks that the rows are there, each once, and speak of subjects that the file declares. */
const checkRows = ({ rows, subjects }: Written, { text, path }: { text: string; path: string }): void => {
  if (rows.every(({ verdicts }) => Object.keys(verdicts).length === 0)) throw empty('The baseline has no rows', path);
  const at = (...place: readonly PropertyKey[]): string => `${path}:${lineOf(text, place)}`;
  const ids = new Set<string>();
  for (const [index, { id }] of subjects.entries()) {
    if (ids.has(id)) throw twice('subject', id, at('subjects', index));
    ids.add(id);
  }
  const seen = new Set<string>();
  for (const [index, { row, verdicts }] of rows.entries()) {
    if (seen.has(row)) throw twice('row', row, at('rows', index));
    seen.add(row);
    const stray = Object.keys(verdicts).find((id) => !ids.has(id));
    if (stray !== undefined) throw undeclared(stray, [...ids], at('rows', index));
  }
};

const empty = (found: string, path: string): Fault =>
  new Fault(
    'baseline/empty',
    `${found}, so there is nothing to be held against.\nWrite it again from a run that has verdicts: empanel baseline write RUN`,
    { where: path },
  );

const twice = (what: 'row' | 'subject', id: string, where: string): Fault =>
  corrupt(
    `The baseline has the ${what} ${quote(id)} twice, so it is open which of the two counts.\nA merge of two branches does that. ${AGAIN}`,
    where,
  );

const undeclared = (id: string, declared: readonly string[], where: string): Fault => {
  const near = nearest(id, declared);
  const others = near === null ? `It declares ${quoteAll(declared)}.` : `Was it ${quote(near)}?`;
  return corrupt(
    `The row has a verdict on ${quote(id)}, which is not among the subjects of the baseline, so it would count for nothing.\n${others} ${AGAIN}`,
    where,
  );
};
