import * as z from 'zod';
import { Fault } from '../fault.ts';
import type { Judge } from '../panel.ts';
import { quote, quoteAll } from '../wording/quote.ts';
import { check } from './check.ts';
import { between, closed, listOf, meant, oneOf, wholeFrom, words } from './legal.ts';
import { modelSpec } from './model-spec.ts';
import { baseUrl, capabilities, keyName, noCapabilities, noPace, pace, price } from './model-terms.ts';
import { inside, type Source } from './source.ts';
import { split, wordingsFor, type Wordings } from './wordings.ts';

/** Reads `judges`. An entry is one judge for each of its temperatures and variants; no two of them ask the same in the same words. */
export const readJudges = (source: Source, wordings: Wordings): readonly Judge[] => {
  const entries = check(z.array(z.unknown(), { error: TAKES }).min(1, { error: TAKES }), source);
  const judges = entries.flatMap((_, at) => judgesOf(inside(source, [at]), wordings));
  const twice = judges.find(({ id }, at) => judges.findIndex((other) => other.id === id) !== at);
  if (twice !== undefined) {
    const last = entries.findLastIndex((_, at) => nameIn(inside(source, [at])) === twice.name);
    throw new Fault(
      'panel/judge',
      `Two judges are called ${quote(twice.id)}, so their ballots couldn't be told apart.\nGive every entry an "id" of its own, and every temperature and variant once.`,
      { where: source.where([last]) },
    );
  }
  return judges;
};

const TAKES = 'a list of judges, such as - {id: mini, model: openai:gpt-4.1-mini}';

const NAME = 'a short name without control characters, and other than "*", which stands for the whole panel';
const name = z.string({ error: NAME }).regex(/^(?!\*$)[^\p{C}\s](?:[^\p{C}]{0,78}[^\p{C}\s])?$/u, { error: NAME });

const schema = closed({
  id: name,
  model: words,
  temperature: listOf(between(0, 2), 'a temperature from 0 to 2, or a list of them').optional(),
  effort: words.optional(),
  topP: between(0, 1).optional(),
  seed: wholeFrom(0).optional(),
  maxTokens: wholeFrom(1).optional(),
  variants: listOf(words, 'the name of a variant, a list of them, or "*" for all').optional(),
  samples: wholeFrom(1).optional(),
  asks: oneOf('judge', 'answer', 'both').optional(),
  baseUrl: baseUrl.optional(),
  key: keyName.optional(),
  capabilities: capabilities.optional(),
  price: price.optional(),
  pace: pace.optional(),
});

const judgesOf = (source: Source, wordings: Wordings): readonly Judge[] => {
  const entry = check(schema, source);
  const asks = entry.asks ?? 'both';
  const temperatures = entry.temperature ?? [null];
  const variants = variantsOf(entry.variants ?? [], asks, wordings, source);
  const spec = modelSpec(
    entry.model,
    {
      baseUrl: entry.baseUrl ?? null,
      key: entry.key ?? null,
      capabilities: entry.capabilities ?? noCapabilities,
      price: entry.price ?? null,
      pace: entry.pace ?? noPace,
    },
    { where: source.where(['model']), folder: source.folder },
  );
  return temperatures.flatMap((temperature) =>
    split(variants, asks, wordings).map(({ variant, asks }) => ({
      id: `${entry.id}${temperatures.length > 1 ? `@${temperature}` : ''}${variants.length > 1 ? `/${variant}` : ''}`,
      name: entry.id,
      spec,
      sampling: {
        temperature,
        topP: entry.topP ?? null,
        effort: entry.effort ?? null,
        seed: entry.seed ?? null,
        maxTokens: entry.maxTokens ?? 1024,
      },
      variant,
      samples: entry.samples ?? 1,
      asks,
    })),
  );
};

/** The variants that an entry names, `*` for all; empty where it names none. */
const variantsOf = (
  written: readonly string[],
  asks: Judge['asks'],
  wordings: Wordings,
  source: Source,
): readonly string[] => {
  const known = wordingsFor(wordings, asks);
  if (written.includes('*')) return known;
  for (const variant of written)
    if (!known.includes(variant))
      throw new Fault(
        'panel/judge',
        `The judge ${quote(nameIn(source))} is given the variant ${quote(variant)}, but neither the rubric nor the prompts for answers have one of this name, so its wording is unknown.\n${known.length === 0 ? 'Remove it.' : meant(variant, known)}`,
        { where: source.where(['variants']) },
      );
  return written;
};

const nameIn = (source: Source): string => String((source.value as { readonly id?: unknown } | null)?.id);

/** Keeps the judges that were asked for, by name or by id. */
export const chosen = (judges: readonly Judge[], wanted: readonly string[] | undefined): readonly Judge[] => {
  if (wanted === undefined) return judges;
  const names = [...new Set(judges.flatMap(({ name, id }) => [name, id]))];
  const unknown = wanted.find((each) => !names.includes(each));
  if (unknown !== undefined)
    throw new Fault(
      'panel/judge',
      `No judge is called ${quote(unknown)}, so it can't be seated.\n${meant(unknown, names)}`,
    );
  const kept = judges.filter(({ name, id }) => wanted.includes(name) || wanted.includes(id));
  if (kept.length > 0) return kept;
  throw new Fault('panel/judge', `No judge is left, so nobody could vote.\nName some of ${quoteAll(names)}.`);
};
