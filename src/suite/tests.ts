import { extname } from 'node:path';
import { readCsv } from '../config/csv.ts';
import { eachJsonLine, eachOfJsonList } from '../config/json-tests.ts';
import { shown } from '../config/shown.ts';
import { inside, parseSource, type Source } from '../config/source.ts';
import { readText, type Errand } from '../config/text-file.ts';
import { Fault } from '../fault.ts';
import { quote } from '../wording/quote.ts';
import { testOfRecord } from './csv-test.ts';
import { dereference } from './dereference.ts';
import { inEnvironment } from './environment.ts';
import { filesLike } from './files-like.ts';
import { placed, type Scope } from './scope.ts';
import type { WrittenTest } from './test-layer.ts';

/** Reads promptfoo's `tests`: a list of tests and of files, or one of either. Files are CSV, JSON, JSON Lines or YAML; a pattern may name several. */
export const readTests = async (source: Source, scope: Scope): Promise<readonly WrittenTest[]> => {
  const { value } = source;
  if (Array.isArray(value)) {
    const tests: WrittenTest[] = [];
    for (const at of value.keys()) tests.push(...(await readEntry(inside(source, [at]), scope)));
    return tests;
  }
  if (typeof value === 'string' || isGenerator(value)) return readEntry(source, scope);
  throw notTests(source);
};

const readEntry = async (source: Source, scope: Scope): Promise<readonly WrittenTest[]> => {
  const { value } = source;
  if (isGenerator(value)) return readEntry({ ...source, value: value.path }, scope);
  if (typeof value !== 'string') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notTests(source);
    return [{ source, isData: source.rowsAreData ?? false }];
  }
  const path = value.replace(/^file:\/\//, '');
  if (/^[a-z][\w+.-]+:\/\//i.test(path) || readers[extname(path).toLowerCase()] === undefined)
    throw cannotRead(value, source);
  const files = await filesLike(path, source.folder);
  if (files.length === 0)
    throw new Fault(
      'dataset/unreadable',
      `No file is like ${quote(value, 120)}, so there are no rows in it.\nCheck the pattern; it is relative to the config.`,
      {
        where: source.where(),
      },
    );
  const read = await Promise.all(files.map((file) => fromFile(file, source, scope)));
  return read.flat();
};

const isGenerator = (value: unknown): value is { readonly path: string } =>
  typeof value === 'object' && value !== null && 'path' in value && typeof value.path === 'string';

const fromFile = async (file: string, source: Source, scope: Scope): Promise<readonly WrittenTest[]> => {
  scope.sources.add(file);
  const errand = { code: 'dataset/unreadable', role: 'the data set', where: source.where() } as const;
  const read = readers[extname(file).toLowerCase()];
  return read === undefined ? [] : read(file, errand, scope);
};

type Reader = (file: string, errand: Errand, scope: Scope) => Promise<readonly WrittenTest[]>;

const record = (value: unknown, where: string, { folder }: Scope): WrittenTest => ({
  source: placed(value, where, folder),
  isData: true,
});

const csv: Reader = async (file, errand, scope) => {
  const tests: WrittenTest[] = [];
  await readCsv(
    file,
    {
      isFull: () => false,
      passOver: (what) => scope.passed.add(`${what} of the tests`),
      asPromptfoo: true,
      add: (values, where) => tests.push(record(testOfRecord(values, where), where, scope)),
    },
    errand,
  );
  return tests;
};

const jsonLines: Reader = async (file, errand, scope) => {
  const tests: WrittenTest[] = [];
  const take = (value: unknown, where: string): void => void tests.push(record(value, where, scope));
  await eachJsonLine(file, errand, { isFull: () => false, take });
  return tests;
};

const json: Reader = async (file, errand, scope) => {
  const tests: WrittenTest[] = [];
  await eachOfJsonList(file, errand, (value, where) => tests.push(record(value, where, scope)));
  return tests;
};

const yaml: Reader = async (file, errand, scope) => {
  const parsed = parseSource(await readText(file, errand), file);
  const source = { ...inEnvironment(dereference(parsed).source, scope.environment), folder: scope.folder };
  const list = Array.isArray(source.value) ? source.value.map((_, at) => inside(source, [at])) : [source];
  return list.map((each) => ({ source: each, isData: false }));
};

const readers: Readonly<Record<string, Reader>> = {
  '.csv': csv,
  '.jsonl': jsonLines,
  '.json': json,
  '.yaml': yaml,
  '.yml': yaml,
};

const notTests = (source: Source): Fault =>
  new Fault(
    'config/value',
    `The test is ${shown(source.value)}, from which no rows can be read.\nName a file (file://rows.csv, .json, .jsonl, .yaml), or write a list of tests: - vars: {question: …}.`,
    { where: source.where() },
  );

const cannotRead = (path: string, source: Source): Fault =>
  new Fault(
    'config/value',
    `The tests are ${quote(path, 120)}, and a panel reads rows from local files in CSV, JSON, JSON Lines and YAML: it runs no code and downloads nothing.\nSave the rows as such a file and name it: file://rows.csv. Or have promptfoo read the config: --with promptfoo.`,
    { where: source.where() },
  );
