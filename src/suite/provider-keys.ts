import type { Keys } from './keys.ts';

const code =
  'It is code that changes what is sent or kept. Leave such providers to `promptfoo eval`, with empanel as its grader.';

export const providerKeys: Keys = {
  of: 'a provider',
  read: ['id', 'label', 'config', 'prompts', 'delay'],
  refused: {
    transform: code,
    inputs: 'It belongs to red teaming. Leave it to promptfoo.',
    env: 'Variables come from the environment itself: export them in the shell, or name the key with config: {apiKeyEnvar: …}.',
  },
};

const unsent =
  'A panel sends messages, temperature, top_p, seed, effort and a limit of tokens, and nothing besides. Take it out, or leave the config to `promptfoo eval`, with empanel as its grader.';

/** Keys of a provider's `config`. What would change the call and can't be sent is refused, for the outputs would be other ones. */
export const configKeys: Keys = {
  of: "a provider's config",
  read: [
    'temperature',
    'max_tokens',
    'max_completion_tokens',
    'num_predict',
    'top_p',
    'seed',
    'effort',
    'reasoning_effort',
    'apiBaseUrl',
    'apiHost',
    'apiKeyEnvar',
    'apiKey',
    'omitDefaults',
    'presence_penalty',
    'frequency_penalty',
    'cost',
    'inputCost',
    'outputCost',
  ],
  passed: ['showThinking', 'maxRetries', 'timeout', 'apiKeyRequired', 'useDefaultApiKey', 'basePath', 'stream'],
  refused: Object.fromEntries(
    [
      'response_format',
      'output_format',
      'tools',
      'tool_choice',
      'tool_resources',
      'functions',
      'function_call',
      'functionToolCallbacks',
      'stop',
      'stop_sequences',
      'top_k',
      'thinking',
      'think',
      'format',
      'num_ctx',
      'keep_alive',
      'repeat_penalty',
      'logit_bias',
      'logprobs',
      'n',
      'best_of',
      'passthrough',
      'extra_body',
      'headers',
      'organization',
      'service_tier',
      'store',
      'user',
      'metadata',
      'verbosity',
      'reasoning',
      'modalities',
      'audio',
      'instructions',
      'systemPrompt',
      'mcp',
      'prompt_cache_key',
      'prompt_cache_options',
      'prompt_cache_retention',
      'cache_control',
      'beta',
      'options',
      'transforms',
      'models',
      'route',
      'provider',
    ].map((key) => [key, unsent]),
  ),
};
