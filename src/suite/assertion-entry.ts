import * as z from 'zod';
import type { Written } from '../assertions/written.ts';
import { text, words } from '../config/legal.ts';
import { inside, type Source } from '../config/source.ts';
import { Fault } from '../fault.ts';
import { checkKeys, valueOf } from './keys.ts';
import type { TestCase } from './test-case.ts';
import { assertionKeys } from './test-keys.ts';

/** An assertion as it is written, with what its test adds to it. */
export const writtenIn = (entry: Source, { options }: TestCase, folder: string): Written => {
  checkKeys(entry, assertionKeys);
  const type = typeIn(entry);
  const inverse = type.startsWith('not-');
  return {
    type: inverse ? type.slice('not-'.length) : type,
    inverse,
    value: inside(entry, ['value']).value,
    threshold: valueOf(entry, 'threshold', number) ?? null,
    rubricPrompt: inside(entry, ['rubricPrompt']).value || (options.rubricPrompt ?? null), // an empty one leaves the test's
    factuality: options.factuality ?? null,
    config: inside(entry, ['config']).value,
    graders: null, // the panel is seated once all assertions are known
    folder,
    where: entry.where(),
  };
};

/** What a criterion is called: the metric, else the type. One of every test has the first words of its value too. */
export const nameIn = (entry: Source, isDefault: boolean): string => {
  const metric = valueOf(entry, 'metric', text) ?? '';
  if (metric.trim() !== '') return cut(metric, 80);
  const [type, value] = [typeIn(entry), inside(entry, ['value']).value];
  const said = typeof value === 'string' ? value : Array.isArray(value) && value.every(isText) ? value.join(', ') : '';
  return isDefault && said.trim() !== '' ? cut(`${type}: ${said}`, MOST) : type;
};

const MOST = 48;

/** What an assertion or a set counts among the others of its test; nothing, where its weight is 0. */
export const weightIn = (entry: Source): number => valueOf(entry, 'weight', fromZero) ?? 1;

// Made once: a schema takes longer to make than to check.
const number = z.number({ error: 'a number' });
const fromZero = z.number({ error: 'a number from 0 up' }).min(0, { error: 'a number from 0 up' });

const typeIn = (entry: Source): string => {
  checkKeys(entry, { ...assertionKeys, read: [...assertionKeys.read, 'assert'] });
  const type = valueOf(entry, 'type', words);
  if (type !== undefined) return type;
  throw new Fault(
    'config/missing',
    'The assertion has no "type", so it is open what it asks.\nAdd it: {type: llm-rubric, value: …}.',
    { where: entry.where() },
  );
};

const isText = (value: unknown): value is string => typeof value === 'string';

/** One line of at most so many characters, cut between words where that leaves enough. */
const cut = (text: string, most: number): string => {
  const line = text.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  if (line.length <= most) return line;
  const short = line.slice(0, most - 1);
  const end = short.lastIndexOf(' ');
  return `${end > most / 2 ? short.slice(0, end) : short}…`;
};
