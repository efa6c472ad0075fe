import * as z from 'zod';
import { Fault } from '../fault.ts';
import { quote, show } from '../wording/quote.ts';
import { lineOf } from './line-of.ts';
import { SCHEMA } from './schema.ts';

/** What may be done about a baseline that can't be trusted. */
export const AGAIN = 'Take it from version control as it was, or write it again: empanel baseline write RUN';

/** A text that is no JSON: cut off, in conflict between two branches, or of another kind altogether. */
export const notJson = (text: string, path: string, cause: unknown): Fault => {
  const conflict = /^(?:<{7}|={7}|>{7}|\|{7})(?: |\r?$)/m.exec(text);
  if (conflict !== null)
    return corrupt(
      'Two branches are in conflict in this baseline, so it is open which of their rows count.\nTake the file of one branch, or write it again: empanel baseline write RUN',
      `${path}:${lineAt(text, conflict.index)}`,
      cause,
    );
  if (isBallots(text))
    return corrupt(
      `The file holds ballots, a JSON object a line, and no baseline.\nMake a baseline of them: empanel baseline write ${show(path, 200)}`,
      path,
      cause,
    );
  const said = cause instanceof Error ? cause.message : String(cause);
  const position = /at position (\d+)/.exec(said)?.[1];
  const at = position === undefined ? text.trimEnd().length : Number(position);
  const why = show(said.replace(/ in JSON at position.*/s, '').replace(/, "[^]*/, ''), 120);
  return corrupt(`The baseline is no JSON: ${why}.\n${AGAIN}`, `${path}:${lineAt(text, at)}`, cause);
};

/** JSON that calls itself something else, or nothing at all. */
export const ofAnotherKind = (value: unknown, path: string): Fault | null => {
  const said = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (said === SCHEMA) return null;
  const [, kind = '', version = ''] = typeof said === 'string' ? (/^empanel\/(\w+)@(\d+)$/.exec(said) ?? []) : [];
  if (kind === 'baseline' && Number(version) > 1)
    return new Fault(
      'baseline/version',
      `The baseline is of the form ${quote(String(said))}, and this empanel reads ${quote(SCHEMA)}, so it might misread it.\nUse an empanel as new as the one that wrote it, or write it again with this one: empanel baseline write RUN`,
      { where: path },
    );
  return corrupt(
    `The file is ${others[kind] ?? 'JSON, but'} no baseline, so there are no verdicts in it to be held against.\nName the file that "empanel baseline write RUN" wrote; it begins with "schema":"${SCHEMA}".`,
    path,
  );
};

const others: Readonly<Record<string, string>> = {
  report: 'a report (report.json), which is for reading, and',
  comparison: 'a comparison of runs, and',
};

/** A baseline with a value that does not fit its place. */
export const misshapen = (error: z.ZodError, value: unknown, { text, path }: { text: string; path: string }): Fault => {
  const [issue] = error.issues;
  const place = issue?.path ?? [];
  const found = place.reduce<unknown>((inner, key) => (inner as Readonly<Record<PropertyKey, unknown>>)[key], value);
  const name = place.length === 0 ? 'The file' : `"${show(z.core.toDotPath(place), 120)}"`;
  const shown = issue?.code === 'unrecognized_keys' ? `has the key ${quote(issue.keys[0] ?? '')}, but` : is(found);
  return corrupt(
    `${name} ${shown} takes ${issue?.message ?? 'something else'}, so the baseline was changed or is damaged.\n${AGAIN}`,
    `${path}:${lineOf(text, place)}`,
  );
};

export const corrupt = (message: string, where: string, cause?: unknown): Fault =>
  new Fault('baseline/corrupt', message, { where, cause });

const is = (found: unknown): string => {
  if (found === undefined) return 'is missing, and';
  return `is ${show(JSON.stringify(found))}, but`;
};

const isBallots = (text: string): boolean => {
  try {
    const first: unknown = JSON.parse(text.slice(0, text.indexOf('\n')));
    return typeof first === 'object' && first !== null && 'row' in first && 'criterion' in first;
  } catch {
    return false;
  }
};

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;
