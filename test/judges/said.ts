import type { ModelReply } from '../../src/model.ts';
import { sampling } from './wire.ts';

/** A reply that came whole and says this. */
export const said = (text: string, over: Partial<ModelReply> = {}): ModelReply => ({
  text,
  refusal: null,
  finish: 'stop',
  usage: {
    inputTokens: 1,
    outputTokens: 1,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    reasoningTokens: 0,
    estimated: false,
  },
  effective: sampling(),
  model: null,
  responseId: null,
  requestId: null,
  status: 200,
  limits: null,
  ...over,
});
