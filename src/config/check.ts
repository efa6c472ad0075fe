import type * as z from 'zod';
import { Fault, type FaultCode } from '../fault.ts';
import { nearest } from '../wording/nearest.ts';
import { quote } from '../wording/quote.ts';
import { keyPath, shown } from './shown.ts';
import { valueAt, type Path, type Source } from './source.ts';

/** Holds a value against its schema; the first mistake becomes a fault with its line. `code` is for values that don't fit. */
export const check = <Schema extends z.ZodType>(
  schema: Schema,
  source: Source,
  code: FaultCode = 'config/value',
): z.output<Schema> => {
  const result = schema.safeParse(source.value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue === undefined) throw new Error('zod found a mistake and named none');
  throw faultOf(issue, source, code);
};

type Issue = z.core.$ZodIssue;

const faultOf = (raw: Issue, source: Source, code: FaultCode): Fault => {
  const issue = meantBranch(raw, source);
  const path = pathOf(issue);
  const value = valueAt(source.value, path);
  const key = path.at(-1);
  if (issue.code === 'unrecognized_keys') return unknownKey(issue.keys[0] ?? '', issue.message, path, source);
  if (key !== undefined && value === undefined) return lacking(key, issue.message, path, source);
  const near = typeof value === 'string' ? nearest(value, choicesIn(issue)) : null;
  const remedy =
    near === null ? 'Correct it; nothing is sent before the whole file is right.' : `Did you mean ${quote(near)}?`;
  return new Fault(
    code,
    `${sentence(nameOf(source, path))} is ${shown(value, [...source.path, ...path])}, but takes ${issue.message}.\n${remedy}`,
    { where: source.where(path) },
  );
};

const pathOf = (issue: Issue): Path => issue.path.filter((key) => typeof key !== 'symbol');

const lacking = (key: string | number, takes: string, path: Path, source: Source): Fault =>
  new Fault(
    'config/missing',
    `${sentence(nameOf(source, path.slice(0, -1)))} lacks "${key}", and can't do without it.\nAdd it: it takes ${takes}.`,
    { where: source.where(path) },
  );

/** The names that a place chooses among. */
const choicesIn = (issue: Issue): readonly string[] => {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  return issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options)
    ? issue.options.map(String)
    : [];
};

/** Of the ways in which a value may be written, the one that was tried: the first whose outer shape fits. */
const meantBranch = (issue: Issue, source: Source): Issue => {
  if (issue.code !== 'invalid_union' || valueAt(source.value, pathOf(issue)) === undefined) return issue;
  const tried = issue.errors.find((branch) => branch.every((inner) => inner.path.length > 0 || !isOfShape(inner)));
  const inner = tried?.[0];
  return inner === undefined ? issue : meantBranch({ ...inner, path: [...issue.path, ...inner.path] }, source);
};

const isOfShape = ({ code }: Issue): boolean => code === 'invalid_type' || code === 'invalid_value';

const unknownKey = (key: string, remedy: string, path: Path, source: Source): Fault =>
  new Fault(
    'config/unknown-key',
    `${quote(key)} is no key of ${nameOf(source, path)}, so what it says would be lost.\n${remedy}`,
    { where: source.where([...path, key]) },
  );

const nameOf = (source: Source, path: Path): string => {
  const whole = [...source.path, ...path];
  return whole.length === 0 ? 'the file' : `"${keyPath(whole)}"`;
};

const sentence = (name: string): string => name.replace(/^the/, 'The');
