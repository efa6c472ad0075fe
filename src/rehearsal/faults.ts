import { normalQuantile } from '../statistics/normal.ts';
import type { Rehearsal } from '../rehearsal.ts';
import { normalAt, uniformAt } from './chance.ts';
import type { Behaviour, WireCall } from './wire.ts';

/**
 * The fault that a call meets on the wire, or null. A function of the seed, the call's id and the attempt: the declared rates hold for
 * first attempts, a second meets half as many, and a third none, so that every ballot comes in the end.
 */
export const faultOf = ({ seed, faults, speed }: Rehearsal, call: WireCall, deadlineMs: number): Behaviour | null => {
  const weight = weights[call.attempt] ?? 0;
  if (weight === 0) return null;
  let left = uniformAt(seed, 'fault', call.id ?? call.text, call.attempt) / weight;
  const waitMs = Math.ceil(retryAfterMs / speed);
  const kinds: readonly (readonly [rate: number, Behaviour])[] = [
    [faults.rateLimited, { kind: 'status', status: 429, headers: retryAfter(waitMs) }],
    [faults.unavailable, { kind: 'status', status: 503 }],
    [faults.overloaded, { kind: 'status', status: call.provider === 'anthropic' ? 529 : 503 }],
    // Twice the deadline: it is the client that gives up, and a client that never does gets its connection closed.
    [faults.stalled, { kind: 'stallBody', ms: 2 * deadlineMs }],
    [faults.cutOff, { kind: 'cutBody' }],
    [faults.errorIn200, { kind: 'errorIn200', code: 502 }],
  ];
  for (const [rate, behaviour] of kinds) {
    if (left < rate) return behaviour;
    left -= rate;
  }
  return null;
};

/** Log-normal, by its median and its 95th percentile, on the rehearsal's clock; in milliseconds. */
export const latencyOf = ({ seed, latency, speed }: Rehearsal, { id, text, attempt }: WireCall): number => {
  const spread = Math.log(Math.max(1, latency.p95Ms / latency.medianMs)) / normalQuantile(0.95);
  return (latency.medianMs * Math.exp(spread * normalAt(seed, 'latency', id ?? text, attempt))) / speed;
};

const weights = [1, 0.5];

/** At the declared clock. */
const retryAfterMs = 2000;

const retryAfter = (ms: number): Record<string, string> => ({
  'retry-after': String(Math.ceil(ms / 1000)),
  'retry-after-ms': String(ms),
});
