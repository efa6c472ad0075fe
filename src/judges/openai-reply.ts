import type { ModelReply, ModelRequest, Usage } from '../model.ts';
import { at, countAt, isObject, textAt } from './json.ts';
import { estimateTokens } from './tokens.ts';

/** What a chat completion says; the envelope's fields are the caller's. */
export type Said = Pick<ModelReply, 'text' | 'refusal' | 'finish' | 'usage' | 'model' | 'responseId'>;

/** A chat completion of OpenAI or of a server like it, read with the liberties that such servers take. Null: it is none. */
export const readOpenai = (body: unknown, request: ModelRequest): Said | null => {
  const choice = at(body, 'choices', 0);
  const message = at(choice, 'message');
  if (!isObject(message)) return null;
  // An upstream failure that OpenRouter wraps as a choice.
  if (textAt(choice, 'finish_reason') === 'error' || isObject(at(choice, 'error'))) return null;
  const refusal = textAt(message, 'refusal');
  const text = withoutThinking(contentOf(message)) || (request.schema === null ? '' : misplaced(message));
  return {
    text,
    refusal: refusal === '' ? null : refusal,
    finish: refusal === null || refusal === '' ? finishOf(textAt(choice, 'finish_reason')) : 'refusal',
    usage: usageOf(body, request, text),
    model: textAt(body, 'model'),
    responseId: textAt(body, 'id'),
  };
};

const contentOf = (message: unknown): string => {
  const content = at(message, 'content');
  if (typeof content === 'string') return content;
  // Some servers give parts, as the request may.
  return Array.isArray(content) ? content.map((part: unknown) => textAt(part, 'text') ?? '').join('') : '';
};

// With a schema some servers put the whole reply where reasoning goes. Free text there is reasoning, and no answer.
const misplaced = (message: unknown): string =>
  withoutThinking(textAt(message, 'reasoning_content') ?? textAt(message, 'reasoning') ?? '');

/** Text after the thinking that it opens with. Thinking that never ends has no text after it. */
const withoutThinking = (text: string): string => {
  if (!text.trimStart().startsWith('<think>')) return text;
  const end = text.indexOf('</think>');
  return end < 0 ? '' : text.slice(end + '</think>'.length).trimStart();
};

const finishOf = (reason: string | null): ModelReply['finish'] => {
  if (reason === 'stop' || reason === 'length') return reason;
  return reason === 'content_filter' ? 'filter' : 'other';
};

/** OpenAI's `prompt_tokens` already counts what was cached. */
const usageOf = (body: unknown, { messages }: ModelRequest, text: string): Usage => {
  const inputTokens = countAt(body, 'usage', 'prompt_tokens');
  const outputTokens = countAt(body, 'usage', 'completion_tokens');
  // No prompt has no tokens: a zero is a server that does not count.
  const isTold = inputTokens !== null && outputTokens !== null && inputTokens > 0;
  const details = ['usage', 'prompt_tokens_details'] as const;
  return {
    inputTokens: isTold ? inputTokens : estimateTokens(messages.map(({ content }) => content).join('\n')),
    outputTokens: isTold ? outputTokens : estimateTokens(text),
    cacheReadTokens: countAt(body, ...details, 'cached_tokens') ?? 0,
    cacheWriteTokens: countAt(body, ...details, 'cache_write_tokens') ?? 0,
    reasoningTokens: countAt(body, 'usage', 'completion_tokens_details', 'reasoning_tokens') ?? 0,
    estimated: !isTold,
  };
};
