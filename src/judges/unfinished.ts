import type { ModelReply } from '../model.ts';
import type { Reading } from '../slot.ts';

/** Why a reply can't be read at all: it broke off, or is a refusal. Null: it can. What stands in such a reply is never a value. */
export const unfinished = ({ refusal, finish, text }: ModelReply): string | null => {
  if (refusal !== null || finish === 'refusal') return 'refused';
  if (finish === 'filter') return 'filtered';
  if (finish === 'length') return 'truncated';
  return text.trim() === '' ? 'empty' : null;
};

/** A reply without a legal value, and why. */
export const invalid = (cause: string): Reading => ({ vote: { kind: 'invalid' }, cause });
