import { extname } from 'node:path';
import { parse } from 'yaml';
import { beside } from '../config/source.ts';
import { Fault } from '../fault.ts';
import { quote, show } from '../wording/quote.ts';
import { readOnce } from './read-once.ts';
import { template } from './template.ts';
import type { AssertedRow, AssertionTerms, Written } from './written.ts';

type Place = Pick<Written, 'folder' | 'where'>;

/**
 * The value of an assertion for one row, as promptfoo makes it: a text, or the texts of a list, rendered with the row's variables; a file's
 * content as it stands, templates and all; anything else as it was written.
 */
export const valueFor = async (
  { value, folder, where }: Pick<Written, 'value' | 'folder' | 'where'>,
  { vars }: AssertedRow,
  terms: AssertionTerms,
): Promise<unknown> => {
  const rendered = async (text: string): Promise<unknown> =>
    text.startsWith('file://')
      ? fromFile(text, { folder, where }, terms)
      : template(text, { at: () => where, env: terms.env })(vars);
  if (typeof value === 'string') {
    if (value.startsWith('package:')) throw foreign(value, 'a package', where);
    return rendered(value);
  }
  return Array.isArray(value)
    ? Promise.all(value.map((item: unknown) => (typeof item === 'string' ? rendered(item) : item)))
    : value;
};

/** Whether a path names a program in JavaScript or TypeScript, by its ending; the name of a function may follow. */
export const isScript = (path: string): boolean => /\.(?:[cm]?js|[cm]?ts)(?::[^/\\]*)?$/i.test(path);

const fromFile = async (path: string, { folder, where }: Place, terms: AssertionTerms): Promise<unknown> => {
  if (isScript(path) || /\.(?:py|rb)(?::[^/\\]*)?$/.test(path)) throw foreign(path, 'a program', where);
  const file = beside(folder, path);
  const text = async (): Promise<string> =>
    readOnce(file, { code: 'config/unreadable', role: 'the value of an assertion', where }, terms);
  switch (extname(file)) {
    case '.txt':
      return (await text()).trim();
    case '.json':
    case '.yaml':
    case '.yml':
      return parsed(await text(), file);
    default:
      throw new Fault(
        'assertion/value',
        `The value ${quote(path, 120)} is a file of a kind that promptfoo takes no value from, so there is nothing to hold an output against.\nTake .txt, .json, .yaml or .yml.`,
        { where },
      );
  }
};

const parsed = (text: string, file: string): unknown => {
  try {
    return parse(text, { logLevel: 'error', merge: true }) as unknown;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Fault('assertion/value', `The file can't be read as JSON or YAML: ${show(said, 160)}.\nCorrect it.`, {
      where: `${file}:${/at line (\d+)/.exec(said)?.[1] ?? 1}`,
      cause: error,
    });
  }
};

const foreign = (value: string, what: string, where: string): Fault =>
  new Fault(
    'assertion/code',
    `The value ${quote(value, 120)} is made by ${what}, and only assertions of type "javascript" run one.\nWrite the value itself, or check it with "javascript" and --allow-code.`,
    { where },
  );
