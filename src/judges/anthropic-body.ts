import type { ModelRequest } from '../model.ts';
import type { ModelSpec } from '../panel.ts';

/** The body of a message, and the API version that takes it; null: the SDK's own, which knows no temperature. */
export const anthropicBody = (
  spec: ModelSpec,
  { messages, sampling, schema }: ModelRequest,
): { readonly body: Readonly<Record<string, unknown>>; readonly version: string | null } => {
  const { temperature, topP, effort, maxTokens } = sampling;
  const turns = messages.filter(({ role }) => role !== 'system');
  const preface = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  // The API takes no request without a turn, so a prompt that is the system's alone is the user's.
  const isAlone = turns.length === 0;
  // Never tools or a prefilled reply: newer models refuse both.
  const format =
    schema === null || spec.capabilities.structured === false ? null : { type: 'json_schema', schema: schema.schema };
  return {
    body: {
      model: spec.model,
      max_tokens: maxTokens,
      ...(isAlone || preface.length === 0 ? {} : { system: preface.join('\n\n') }),
      messages: isAlone ? [{ role: 'user', content: preface.join('\n\n') }] : turns,
      ...(temperature === null ? {} : { temperature }),
      ...(topP === null ? {} : { top_p: topP }),
      ...(effort === null && format === null
        ? {}
        : { output_config: { ...(effort === null ? {} : { effort }), ...(format === null ? {} : { format }) } }),
    },
    // Version 2026-10-21 refuses both even at their defaults; 2023-06-01 takes them from models up to 4.6.
    version: temperature === null && topP === null ? null : '2023-06-01',
  };
};
