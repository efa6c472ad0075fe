import type { Complaint } from './complaint.ts';

/** What to change in the config after a refusal of one of the call's settings; null where it is not about one. */
export const remedyFor = ({ param, message }: Complaint, { model }: { readonly model: string }): string | null => {
  // Anthropic names no parameter but in the text: "`temperature` is deprecated", "temperature: Extra inputs are not permitted".
  const named = param ?? /^`?(temperature|top_p|output_config|max_tokens)\b/.exec(message)?.[1] ?? null;
  const [setting, remedy] = settings[(named ?? '').split('.')[0] ?? ''] ?? [];
  if (setting === undefined || remedy === undefined) return null;
  return `The model "${model}" does not take this ${setting}. ${remedy}`;
};

const settings: Readonly<Record<string, readonly [string, string]>> = {
  temperature: ['temperature', 'Drop `temperature` from this judge, or choose a model that takes one.'],
  top_p: ['topP', 'Drop `topP` from this judge, or choose a model that takes it.'],
  seed: ['seed', 'Drop `seed` from this judge.'],
  reasoning_effort: ['effort', 'Change or drop `effort` of this judge.'],
  output_config: ['effort or reply format', 'Change or drop `effort`, or declare `capabilities: {structured: false}`.'],
  response_format: ['reply format', 'Declare `capabilities: {structured: false}` for this model.'],
  max_tokens: ['maxTokens', 'Lower `maxTokens` of this judge.'],
  max_completion_tokens: ['maxTokens', 'Lower `maxTokens` of this judge.'],
};
