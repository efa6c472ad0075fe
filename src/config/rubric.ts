import { basename, extname } from 'node:path';
import * as z from 'zod';
import { Fault } from '../fault.ts';
import type { JudgeCriterion, Rubric, Variant } from '../rubric.ts';
import { quote, quoteAll } from '../wording/quote.ts';
import { check } from './check.ts';
import { closed, meant, oneOf, scalar, text, words } from './legal.ts';
import { onScale, scale, valuesOf } from './scale.ts';
import { beside, inside, parseSource, type Source } from './source.ts';
import { readText } from './text-file.ts';

/** A rubric, and the column that holds the gold of each criterion that has one. `source` knows its lines. */
export type ReadRubric = {
  readonly rubric: Rubric;
  readonly gold: readonly { readonly criterion: JudgeCriterion; readonly column: string; readonly where: string }[];
  readonly source: Source;
};

/** Reads `rubric`: a `file://` path, or the rubric itself. */
export const readRubric = async (written: Source): Promise<ReadRubric> => {
  const source = await rubricSource(written);
  refuseEmpty(source);
  const read = check(schema, source, 'rubric/value');
  const criteria = read.criteria.map((_, at) => criterionOf(inside(source, ['criteria', at])));
  const variants = read.variants?.map(({ id, preface = '', levels = 'given' }): Variant => ({ id, preface, levels }));
  const [first = plain, ...others] = variants ?? [];
  refuseTwice(criteria, 'criteria', source);
  refuseTwice([first, ...others], 'variants', source);
  const rubric: Rubric = {
    name: read.name ?? (written === source ? 'rubric' : basename(source.file, extname(source.file))),
    description: read.description ?? '',
    conventions: read.conventions ?? '',
    inputs: read.inputs ?? [],
    variants: [first, ...others],
    criteria,
  };
  const gold = read.criteria.flatMap(({ gold: column }, at) => {
    const criterion = criteria[at];
    if (column === undefined || criterion === undefined) return [];
    return [{ criterion, column, where: source.where(['criteria', at, 'gold']) }];
  });
  return { rubric, gold, source };
};

const plain: Variant = { id: 'plain', preface: '', levels: 'given' };

const rubricSource = async (written: Source): Promise<Source> => {
  const { value } = written;
  if (typeof value !== 'string') return written;
  const file = beside(written.folder, value);
  return parseSource(
    await readText(file, { code: 'config/unreadable', role: 'the rubric', where: written.where() }),
    file,
  );
};

const LIST =
  'a list of criteria, such as - {id: grounded, scale: {kind: nominal, labels: [pass, fail]}, instructions: …}';
const ID = 'a short name without control characters';
const id = z.string({ error: ID }).regex(/^[^\p{C}\s](?:[^\p{C}]{0,78}[^\p{C}\s])?$/u, { error: ID });

const criterionSchema = closed({
  id,
  scale,
  gold: words.optional(),
  instructions: words,
  levels: z.record(z.string(), words, { error: 'a map from each value to what it means' }).optional(),
  examples: z
    .array(closed({ output: text, value: scalar, reason: text.optional() }), { error: 'a list of examples' })
    .optional(),
});

const schema = closed({
  name: words.optional(),
  description: text.optional(),
  conventions: text.optional(),
  inputs: z.array(words, { error: 'a list of columns' }).optional(),
  variants: z
    .array(closed({ id, preface: text.optional(), levels: oneOf('given', 'reversed').optional() }), {
      error: 'a list of variants, such as - {id: plain}',
    })
    .optional(),
  criteria: z.array(criterionSchema, { error: LIST }),
});

const refuseEmpty = (source: Source): void => {
  const { value } = inside(source, ['criteria']);
  const isMap = typeof source.value === 'object' && source.value !== null && !Array.isArray(source.value);
  if (!isMap || (value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0))) return;
  throw new Fault(
    'rubric/no-criteria',
    `The rubric has no criteria, so there is no question to put to a judge.\nAdd "criteria": ${LIST.replace(/^a list of criteria, such as /, '')}`,
    { where: source.where(['criteria']) },
  );
};

const criterionOf = (source: Source): JudgeCriterion => {
  const { id, scale, instructions, levels = {}, examples = [] } = check(criterionSchema, source, 'rubric/value');
  const value = (written: string | number | boolean, path: readonly (string | number)[]): string | number => {
    const found = onScale(written, scale);
    if (found !== null) return found;
    const legal = valuesOf(scale);
    throw new Fault(
      'rubric/value',
      `Criterion ${quote(id)} speaks of ${quote(String(written))}, which is not on its scale, so no judge could ever mean it.\n${meant(String(written), legal)}`,
      { where: source.where(path) },
    );
  };
  const order = valuesOf(scale);
  return {
    kind: 'judge',
    id,
    scale,
    declared: true,
    instructions,
    // In the scale's order: a map of numbers keeps none of its own.
    levels: Object.entries(levels)
      .map(([written, means]) => ({ value: value(written, ['levels', written]), means }))
      .toSorted((a, b) =>
        scale.kind === 'interval'
          ? Number(a.value) - Number(b.value)
          : order.indexOf(String(a.value)) - order.indexOf(String(b.value)),
      ),
    examples: examples.map(({ output, value: written, reason = '' }, at) => ({
      output,
      value: value(written, ['examples', at, 'value']),
      reason,
    })),
  };
};

const refuseTwice = (things: readonly { readonly id: string }[], key: string, source: Source): void => {
  const again = things.findIndex(({ id }, at) => things.findIndex((other) => other.id === id) !== at);
  if (again === -1) return;
  throw new Fault(
    'rubric/value',
    `The rubric has ${quoteAll([things[again]?.id ?? ''])} twice among its ${key}, so ballots on the two couldn't be told apart.\nRename or remove one.`,
    { where: source.where([key, again]) },
  );
};
