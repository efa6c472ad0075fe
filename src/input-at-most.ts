import type { ModelRequest } from './model.ts';

/** Beside the texts a server counts its template, which surrounds each message and names the schema. */
const template = { share: 0.2, tokens: 50 } as const;

/** More input tokens than a request can be counted as: no tokeniser that works on bytes makes more tokens than there are bytes in UTF-8. */
export const inputAtMost = ({ messages, schema }: ModelRequest): number => {
  const texts = messages.map(({ content }) => content);
  if (schema !== null) texts.push(JSON.stringify(schema));
  const bytes = texts.reduce((sum, text) => sum + encoder.encode(text).length, 0);
  return Math.ceil(bytes * (1 + template.share) + template.tokens);
};

const encoder = new TextEncoder();
