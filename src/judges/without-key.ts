import { ModelFailure, type Model, type ModelReply } from '../model.ts';

/** A model from whose replies the key is taken out wherever a server put it: proxies with a debug mode tell all that they know. */
export const withoutKey = (model: Model, key: string): Model => {
  // What is shorter keeps nothing safe ("EMPTY", "none"), and is a word that replies may hold.
  if (key.length < 6) return model;
  const clean = <Text extends string | null>(text: Text): Text => (text?.replaceAll(key, '…') ?? null) as Text;
  const cleaned = (reply: ModelReply): ModelReply => ({
    ...reply,
    text: clean(reply.text),
    refusal: clean(reply.refusal),
    model: clean(reply.model),
    responseId: clean(reply.responseId),
    requestId: clean(reply.requestId),
  });
  return {
    call: async (request, signal) => {
      try {
        return cleaned(await model.call(request, signal));
      } catch (error) {
        if (!(error instanceof ModelFailure)) throw error;
        const { kind, message, status, retryAfterMs, requestId, limits, cause } = error;
        throw new ModelFailure(kind, clean(message), {
          status,
          retryAfterMs,
          requestId: clean(requestId),
          limits,
          cause,
        });
      }
    },
  };
};
