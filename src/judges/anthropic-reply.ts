import type { ModelReply, ModelRequest, Usage } from '../model.ts';
import { at, countAt, textAt } from './json.ts';
import type { Said } from './openai-reply.ts';
import { estimateTokens } from './tokens.ts';

/** A message of Anthropic's. Null: it is none. */
export const readAnthropic = (body: unknown, request: ModelRequest): Said | null => {
  const content = at(body, 'content');
  if (at(body, 'type') !== 'message' || !Array.isArray(content)) return null;
  const text = content
    .filter((block: unknown) => at(block, 'type') === 'text')
    .map((block: unknown) => textAt(block, 'text') ?? '')
    .join('');
  const finish = finishOf(textAt(body, 'stop_reason'));
  return {
    text,
    // A refusal may come with half a reply, with an explanation, or with nothing.
    refusal: finish === 'refusal' ? (textAt(body, 'stop_details', 'explanation') ?? text) : null,
    finish,
    usage: usageOf(body, request, text),
    model: textAt(body, 'model'),
    responseId: textAt(body, 'id'),
  };
};

const finishes: Readonly<Record<string, ModelReply['finish']>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'refusal',
};

const finishOf = (reason: string | null): ModelReply['finish'] => finishes[reason ?? ''] ?? 'other';

/** Anthropic's `input_tokens` leaves out what was cached: all input is the sum of three. */
const usageOf = (body: unknown, { messages }: ModelRequest, text: string): Usage => {
  const [plain, outputTokens] = [countAt(body, 'usage', 'input_tokens'), countAt(body, 'usage', 'output_tokens')];
  const cacheReadTokens = countAt(body, 'usage', 'cache_read_input_tokens') ?? 0;
  const cacheWriteTokens = countAt(body, 'usage', 'cache_creation_input_tokens') ?? 0;
  const isTold = plain !== null && outputTokens !== null;
  return {
    inputTokens: isTold
      ? plain + cacheReadTokens + cacheWriteTokens
      : estimateTokens(messages.map(({ content }) => content).join('\n')),
    outputTokens: isTold ? outputTokens : estimateTokens(text),
    cacheReadTokens: isTold ? cacheReadTokens : 0,
    cacheWriteTokens: isTold ? cacheWriteTokens : 0,
    reasoningTokens: countAt(body, 'usage', 'output_tokens_details', 'thinking_tokens') ?? 0,
    estimated: !isTold,
  };
};
