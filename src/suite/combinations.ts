import { extname, relative } from 'node:path';
import { inside } from '../config/source.ts';
import { beside, parseSource } from '../config/source.ts';
import { readText } from '../config/text-file.ts';
import { Fault } from '../fault.ts';
import { quote } from '../wording/quote.ts';
import { filesLike } from './files-like.ts';
import type { Scope } from './scope.ts';
import type { TestCase } from './test-case.ts';

/** One row's variables, and the values that tell it from the other rows of its test, by variable. */
export type Combination = {
  readonly vars: Readonly<Record<string, unknown>>;
  readonly data: ReadonlySet<string>;
  readonly of: Readonly<Record<string, string>>;
};

/**
 * The rows of a test: a variable that is a list of texts, or a pattern of files, stands for each of them in turn, and several of them for
 * all combinations. The files that variables name are read.
 */
export const combinationsOf = async (
  { vars, data, options, where }: TestCase,
  scope: Scope,
): Promise<readonly Combination[]> => {
  const expands =
    options.disableVarExpansion !== true && !isOn(scope.environment.visible['PROMPTFOO_DISABLE_VAR_EXPANSION']);
  let combinations: readonly Combination[] = [{ vars: {}, data, of: {} }];
  for (const [name, value] of Object.entries(vars)) {
    const values = expands ? await valuesOf(value, where, scope) : [value];
    const read = await Promise.all(
      values.map((each) => contentOf(each, { name, isData: data.has(name), where, scope })),
    );
    combinations = combinations.flatMap((combination) =>
      values.map((each, at) => ({
        ...combination,
        vars: { ...combination.vars, [name]: read[at] },
        of: values.length > 1 ? { ...combination.of, [name]: String(each).replace(/^file:\/\//, '') } : combination.of,
      })),
    );
    if (combinations.length > MOST)
      throw new Fault(
        'config/value',
        `The lists of the test make more than ${MOST} rows, in all their combinations.\nShorten them, or set options: {disableVarExpansion: true} to keep each list as one value.`,
        { where },
      );
  }
  return combinations;
};

const MOST = 100_000;

const isOn = (text: string | undefined): boolean => /^(?:1|true|yes|yup|yeppers)$/i.test(text ?? '');

const valuesOf = async (value: unknown, where: string, { folder }: Scope): Promise<readonly unknown[]> => {
  if (Array.isArray(value)) return typeof value[0] === 'string' ? value : [value];
  if (typeof value !== 'string' || !value.startsWith('file://')) return [value];
  const files = await filesLike(value.slice('file://'.length), folder);
  if (files.length === 1 && files[0] === beside(folder, value)) return [value];
  if (files.length > 0) return files.map((file) => `file://${relative(folder, file)}`);
  throw new Fault(
    'dataset/unreadable',
    `No file is like ${quote(value, 120)}, so the variable has no value.\nCheck the pattern; it is relative to the config.`,
    { where },
  );
};

type Named = { readonly name: string; readonly isData: boolean; readonly where: string; readonly scope: Scope };

/** What a variable that names a file stands for: the text of it, YAML as JSON. */
const contentOf = async (value: unknown, { name, isData, where, scope }: Named): Promise<unknown> => {
  if (typeof value !== 'string') return value;
  if (value.startsWith('package:')) throw foreign(name, value, where);
  if (!value.startsWith('file://')) return value;
  const ending = extname(value).toLowerCase();
  if (foreignEndings.test(ending)) throw foreign(name, value, where);
  const file = beside(scope.folder, value);
  // A data set is not to choose which files of this machine a model is shown.
  if (isData && relative(scope.folder, file).startsWith('..')) throw elsewhere(name, value, where);
  scope.sources.add(file);
  const said = await readText(file, { code: 'dataset/unreadable', role: `the variable ${quote(name)}`, where });
  if (ending !== '.yaml' && ending !== '.yml') return said.trim();
  return JSON.stringify(inside(parseSource(said, file), []).value);
};

const foreignEndings =
  /^\.(?:[cm]?[jt]s|py|rb|pdf|png|jpe?g|gif|webp|bmp|tiff?|ico|avif|hei[cf]|svg|mp[34]|m4a|wav|ogg|flac|webm|mov|avi|mkv)$/;

const foreign = (name: string, value: string, where: string): Fault =>
  new Fault(
    'config/value',
    `The variable ${quote(name)} is ${quote(value, 120)}, which is code or no text, and a panel runs no code to make a row and sends text alone.\nSave what it stands for as .txt, .json or .yaml. Or leave the config to \`promptfoo eval\`, with empanel as its grader.`,
    { where },
  );

const elsewhere = (name: string, value: string, where: string): Fault =>
  new Fault(
    'config/value',
    `The data set gives ${quote(value, 120)} for the variable ${quote(name)}, a file outside the config's folder, and data may not choose what is read from this machine.\nCopy the file into the folder, or name it in a test of the config itself.`,
    { where },
  );
