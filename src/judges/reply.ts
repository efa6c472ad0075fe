import type { ModelReply } from '../model.ts';
import type { Scale } from '../rubric.ts';
import type { Reading } from '../slot.ts';
import { show } from '../wording/quote.ts';
import { onlyObject } from './only-object.ts';
import { onScale } from './on-scale.ts';
import { invalid, unfinished } from './unfinished.ts';

/**
 * Reads a judge's reply as a ballot. Only a whole JSON object with all three fields and a verdict on the scale casts a vote; further fields
 * do no harm. Everything else is invalid, with its cause, and never a value.
 */
export const readVerdict =
  (scale: Scale) =>
  (reply: ModelReply): Reading => {
    const broken = unfinished(reply);
    if (broken !== null) return invalid(broken);
    const object = onlyObject(reply.text);
    if (object === null) return invalid('no JSON object');
    const missing = ['reason', 'abstain', 'verdict'].find((field) => !Object.hasOwn(object, field));
    if (missing !== undefined) return invalid(`no field "${missing}"`);
    const { reason, abstain, verdict } = object;
    if (typeof reason !== 'string') return invalid('"reason" is no text');
    if (typeof abstain !== 'boolean') return invalid('"abstain" is neither true nor false');
    const rationale = reason.trim() === '' ? {} : { rationale: reason.trim() };
    if (abstain) return { vote: { kind: 'abstained', ...rationale }, cause: null };
    const value = onScale(verdict, scale);
    if (value === null) return invalid(`off the scale: ${show(JSON.stringify(verdict).slice(0, 200), 40)}`);
    return { vote: { kind: 'cast', value, ...rationale }, cause: null };
  };
