import { Fault } from '../fault.ts';
import type { Generator } from '../panel.ts';
import type { Block } from './block.ts';
import { isEcho, readWriters, type Writer } from './generators.ts';
import { checkVariables, readPrompts, type Prompt, type Prompts } from './prompts.ts';
import type { Candidate, RowColumns } from './rows.ts';
import { inside, type Source } from './source.ts';
import type { Parts } from './top-level.ts';

/** What is judged: the candidates of every record, and the models that write those which don't exist yet. */
export type Outputs = {
  readonly candidates: readonly Candidate[];
  readonly generators: readonly Generator[];
  readonly labelled: boolean; // whether gold speaks of these very outputs
  readonly sources: readonly string[];
  readonly notes: readonly string[];
};

/** Without a rubric nothing is judged: the panel answers the rows' own questions. */
export const noOutputs = (parts: Parts): Outputs => {
  const writers = parts.providers === null ? [] : readWriters(parts.providers);
  const idle = writers.some((writer) => !isEcho(writer));
  const notes = idle
    ? ['The providers write nothing: without a rubric no output is judged, and the judges answer.']
    : [];
  return { ...none, candidates: [{ label: '', output: () => ({ kind: 'none' }) }], notes };
};

/** Prompts × providers, or the column that holds the outputs already. */
export const readOutputs = async (
  parts: Parts,
  rows: RowColumns,
  columns: readonly string[],
  topPrompts: () => Promise<Prompts>,
): Promise<Outputs> => {
  const { output } = rows;
  if (output !== null)
    return {
      ...none,
      candidates: [{ label: '', output: ({ vars }) => ({ kind: 'given', text: vars[output] ?? '' }) }],
      notes:
        parts.providers === null ? [] : [`The outputs are those in the column "${output}": the providers write none.`],
    };
  const { prompts, sources } = await topPrompts();
  checkVariables(prompts, columns);
  const writers = readWriters(required(parts.providers, 'providers', parts.block));
  const generators = writers.flatMap(({ generator }) => (generator === null ? [] : [generator]));
  const candidates = prompts.flatMap((prompt) =>
    writers.map((writer) => ({
      label: prompts.length === 1 ? writer.label : `${writer.label} · ${prompt.id}`,
      output: outputFrom(prompt, writer, generators),
    })),
  );
  return { candidates, generators, labelled: candidates.length === 1 && generators.length === 0, sources, notes: [] };
};

const none: Outputs = { candidates: [], generators: [], labelled: true, sources: [], notes: [] };

const outputFrom = (prompt: Prompt, { generator }: Writer, generators: readonly Generator[]): Candidate['output'] => {
  if (generator === null) return ({ vars }) => ({ kind: 'given', text: prompt.render(vars) });
  const index = generators.indexOf(generator);
  return ({ vars }) => ({ kind: 'sampled', generator: index, prompt: prompt.render(vars) });
};

/** The top-level prompts, read once however many ask for them. */
export const promptsOnce = (parts: Parts): (() => Promise<Prompts>) => {
  let reading: Promise<Prompts> | null = null;
  return () => (reading ??= readTop(parts));
};

/** Prompts for answers where `answer` has none of its own. What `echo` repeats is an output, and no question. */
export const answerPrompts =
  (parts: Parts, block: Block, topPrompts: () => Promise<Prompts>): (() => Promise<Prompts>) =>
  async () => {
    const judgesEcho =
      block.has('rubric') && parts.providers !== null && readWriters(parts.providers).some((writer) => isEcho(writer));
    if (!judgesEcho || inside(block.part('rows'), ['output']).value !== undefined) return topPrompts();
    throw new Fault(
      'config/missing',
      'The "answer" has no prompts, and the provider "echo" makes those of the config the outputs to be judged, so there is no question to answer.\nAdd them: answer: {prompts: [\'{{question}}\']}.',
      { where: block.part('answer').where() },
    );
  };

const readTop = async (parts: Parts): Promise<Prompts> => readPrompts(required(parts.prompts, 'prompts', parts.block));

const needed = {
  prompts:
    "so there is nothing to judge.\nAdd prompts: ['{{column}}'] with the column of outputs, or rows: {output: COLUMN} in the block.",
  providers:
    'so nothing writes the outputs.\nAdd providers: [echo] to judge the prompts as they are, or name the models that answer them.',
};

const required = (source: Source | null, key: keyof typeof needed, block: Source): Source => {
  if (source !== null) return source;
  throw new Fault('config/missing', `The config has no "${key}", ${needed[key]}`, { where: block.where() });
};
