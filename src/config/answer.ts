import * as z from 'zod';
import { Fault } from '../fault.ts';
import type { AnswerCriterion, Extraction } from '../rubric.ts';
import { quote } from '../wording/quote.ts';
import { check } from './check.ts';
import { closed, flag, listOf, scalar, text, words } from './legal.ts';
import { readPrompts, type Prompt, type Prompts } from './prompts.ts';
import { inside, type Source } from './source.ts';

/** The question of the row itself: how the answer is read, where the right one stands, and how it is asked for. */
export type ReadAnswer = {
  readonly criterion: AnswerCriterion;
  readonly gold: { readonly column: string; readonly where: string } | null;
  readonly prompts: readonly Prompt[];
  readonly sources: readonly string[];
};

/** Reads `answer`. Without prompts of its own it takes those of the config. */
export const readAnswer = async (source: Source, fallback: () => Promise<Prompts>): Promise<ReadAnswer> => {
  const { id = 'answer', extract, gold, matchCase = false } = check(schema, source);
  const own = inside(source, ['prompts']);
  const { prompts, sources } = own.value === undefined ? await fallback() : await readPrompts(own);
  refuseGoldInPrompt(prompts, gold);
  return {
    criterion: {
      kind: 'answer',
      id,
      scale: { kind: 'nominal', labels: extract.kind === 'label' ? extract.labels : null },
      declared: true,
      extract,
      matchCase,
    },
    gold: gold === undefined ? null : { column: gold, where: source.where(['gold']) },
    prompts,
    sources: own.value === undefined ? [] : sources,
  };
};

const WAYS =
  'a way to find the answer in a reply: number, lastLine, {kind: label, labels: [A, B, C]}, {kind: regex, pattern: "Answer: (.*)"} or {kind: json, field: answer}';

const REGEX = 'a regular expression of JavaScript';

const long = z.discriminatedUnion(
  'kind',
  [
    closed({ kind: z.literal('label'), labels: listOf(scalar, 'a list of labels') }),
    closed({ kind: z.literal('number') }),
    closed({ kind: z.literal('lastLine') }),
    closed({ kind: z.literal('regex'), pattern: words, flags: text.optional() }),
    closed({ kind: z.literal('json'), field: words }),
  ],
  { error: WAYS },
);

const extraction = z
  .union([z.enum(['number', 'lastLine'], { error: WAYS }), long], { error: WAYS })
  .transform((written, context): Extraction => {
    if (typeof written === 'string') return { kind: written };
    if (written.kind === 'label') return { kind: 'label', labels: written.labels.map((label) => String(label).trim()) };
    if (written.kind !== 'regex') return written;
    const found = { ...written, flags: written.flags ?? '' };
    try {
      const { global, sticky } = new RegExp(found.pattern, found.flags);
      if (global || sticky) throw new SyntaxError('a flag about where to look');
    } catch {
      context.addIssue({ code: 'custom', path: ['pattern'], message: `${REGEX}, its flags among i, m, s, u, v` });
      return z.NEVER;
    }
    return found;
  });

const schema = closed({
  id: words.optional(),
  extract: extraction,
  gold: words.optional(),
  matchCase: flag.optional(),
  prompts: z.unknown().optional(),
});

const refuseGoldInPrompt = (prompts: readonly Prompt[], gold: string | undefined): void => {
  for (const { id, variables, place } of prompts) {
    const leak = variables.find(({ name }) => name === gold);
    if (leak !== undefined)
      throw new Fault(
        'rubric/gold',
        `Prompt ${quote(id)} shows {{ ${leak.name} }}, the column of right answers, so every judge would be told the answer.\nTake it out of the prompt.`,
        { where: place(leak.line) },
      );
  }
};
