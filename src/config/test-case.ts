import { Fault } from '../fault.ts';
import { quote } from '../wording/quote.ts';
import { meant } from './legal.ts';
import { shown } from './shown.ts';
import type { Path } from './source.ts';
import type { TableDraft } from './table.ts';

/** Where a test stands. In files written by hand `file://` in a variable means a file to promptfoo; elsewhere it is text. */
export type TestPlace = { readonly where: (path?: Path) => string; readonly readsFiles: boolean };

/** What promptfoo keeps in a test and a panel has no use for. */
const promptfoos = [
  'description',
  'assert',
  'assertScoringFunction',
  'threshold',
  'options',
  'metadata',
  'provider',
  'providers',
  'providerOutput',
  'prompts',
];
const legal = ['vars', ...promptfoos];

/** Adds a test as promptfoo writes it: its `vars` are the row. */
export const addTest = (test: object, table: TableDraft, { where, readsFiles }: TestPlace): void => {
  for (const key of Object.keys(test)) {
    if (!legal.includes(key))
      throw new Fault(
        'config/unknown-key',
        `${quote(key)} is no key of a test, so what it says would be lost.\n${meant(key, legal)}`,
        { where: where([key]) },
      );
    if (key !== 'vars') table.passOver(key);
  }
  table.add(varsOf((test as { readonly vars?: unknown }).vars, { where, readsFiles }), where());
};

/** The variables of a test or of `defaultTest`. */
export const varsOf = (vars: unknown, { where, readsFiles }: TestPlace): Readonly<Record<string, unknown>> => {
  if (typeof vars !== 'object' || vars === null || Array.isArray(vars))
    throw new Fault(
      'config/value',
      `The test's "vars" is ${shown(vars)}, so it has no columns to show a judge.\nWrite a map of columns: vars: {question: …, answer: …}.`,
      { where: where(['vars']) },
    );
  for (const [column, value] of Object.entries(vars))
    if (readsFiles && typeof value === 'string' && value.startsWith('file://'))
      throw new Fault(
        'config/value',
        `The variable ${quote(column)} is ${quote(value)}, and a panel would be shown this path in place of the file's content.\nWrite the content, or keep the rows in a CSV file.`,
        { where: where(['vars', column]) },
      );
  return vars as Readonly<Record<string, unknown>>;
};
