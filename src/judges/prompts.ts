import type { Message } from '../model.ts';
import type { DataRow } from '../row.ts';
import { askedPart } from './key.ts';
import type { Question } from './question.ts';
import { estimateTokens } from './tokens.ts';

/** A question put to a row. `asked` is its part of the key; tokens are an estimate. */
export type Prompt = { readonly messages: readonly Message[]; readonly asked: string; readonly inputTokens: number };

/** Puts questions to rows, and remembers the last rows' prompts: every judge and sample of a wording shares one. */
export const promptsOf = (
  remembered = 64,
): ((index: number, row: DataRow, question: Question, output: string | null) => Prompt) => {
  const pages = new Map<number, { readonly output: string | null; readonly prompts: Map<Question, Prompt> }>();
  return (index, row, question, output) => {
    let page = pages.get(index);
    // A sampled output may come after the row was first asked for, say for an estimate.
    if (page === undefined || (output !== null && page.output !== output)) {
      page = { output, prompts: new Map() };
      pages.delete(index);
      pages.set(index, page);
      if (pages.size > remembered) pages.delete(pages.keys().next().value ?? index);
    }
    const prompt = page.prompts.get(question) ?? promptOf(row, question, output);
    page.prompts.set(question, prompt);
    return prompt;
  };
};

/** A message costs some tokens of its own, and a schema is sent as well. */
const MESSAGE_TOKENS = 4;

const promptOf = (row: DataRow, { put, schema, reading }: Question, output: string | null): Prompt => {
  const messages = put(row, output);
  const texts = [
    ...messages.map(({ content }) => content),
    ...(schema === null ? [] : [JSON.stringify(schema.schema)]),
  ];
  return {
    messages,
    asked: askedPart(messages, schema, reading),
    inputTokens: texts.reduce((sum, text) => sum + estimateTokens(text) + MESSAGE_TOKENS, 0),
  };
};
