import type { ModelRequest } from '../model.ts';
import type { ModelSpec } from '../panel.ts';
import { baseUrlOf, isOpenai } from './address.ts';
import { familyOf } from './family.ts';

/**
 * The body of a chat completion. What the sampling leaves open is left out. Servers other than OpenAI's get `max_tokens`:
 * some of them ignore `max_completion_tokens` without a word, and would write on for ever.
 */
export const openaiBody = (
  spec: ModelSpec,
  { messages, sampling, schema }: ModelRequest,
): Readonly<Record<string, unknown>> => {
  const role = spec.provider === 'openai' ? familyOf('openai', spec.model)?.systemRole : undefined;
  const { temperature, topP, effort, seed, maxTokens } = sampling;
  return {
    model: spec.model,
    messages: messages.map((message) => ({
      role: message.role === 'system' ? (role ?? 'system') : message.role,
      content: message.content,
    })),
    [isOpenai(baseUrlOf(spec)) ? 'max_completion_tokens' : 'max_tokens']: maxTokens,
    ...(temperature === null ? {} : { temperature }),
    ...(topP === null ? {} : { top_p: topP }),
    ...(effort === null ? {} : { reasoning_effort: effort }),
    ...(seed === null ? {} : { seed }),
    // Where a server can't, the prompt's own words about the reply's form have to do.
    ...(schema === null || spec.capabilities.structured === false
      ? {}
      : { response_format: { type: 'json_schema', json_schema: { ...schema, strict: true } } }),
  };
};
