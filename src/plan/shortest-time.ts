import type { Experiment } from '../experiment.ts';
import type { Pace } from '../panel.ts';
import type { Rehearsal } from '../rehearsal.ts';
import { normalQuantile } from '../statistics/normal.ts';
import type { JudgeEstimate, Terms } from './estimate.ts';

/** The shortest time that a lane can take, and what binds it. */
export type LaneTime = {
  readonly lane: string;
  readonly calls: number;
  readonly ms: number;
  readonly bound: 'requests a minute' | 'tokens a minute' | 'calls in flight';
  /** No rate is declared: the server's own limits, learned from its headers, may make it longer. */
  readonly limitsUnknown: boolean;
};

/** A call's time on the wire where nothing is known of it. */
const assumedLatencyMs = 1000;

const widest = 256;

/** The shortest possible time of each lane under its limits; lanes run side by side, so the longest is the run's. */
export const shortestTimes = (
  estimates: readonly JudgeEstimate[],
  terms: readonly Terms[],
  { limits, rehearsal, rehearse }: Pick<Experiment, 'limits' | 'rehearsal'> & { readonly rehearse: boolean },
): LaneTime[] => {
  const declared = rehearse ? rehearsal : null;
  const latencyMs = declared === null ? assumedLatencyMs : meanLatencyMs(declared.latency);
  return Map.groupBy(estimates, ({ lane }) => lane)
    .entries()
    .map(([lane, of]): LaneTime => {
      const calls = sum(of.map(({ slots, kept }) => slots - kept));
      const tokens = sum(of.map(({ inputTokens, outputTokens }) => inputTokens + outputTokens));
      const paces = terms.filter((term) => term.lane === lane).map(({ pace }) => pace);
      const rpm = least(paces, 'rpm') ?? declared?.rpm ?? null;
      const tpm = least(paces, 'tpm') ?? declared?.tpm ?? null;
      const width = least(paces, 'concurrency') ?? limits.concurrency ?? widest;
      const bounds = [
        { bound: 'requests a minute', ms: rpm === null ? 0 : (calls / rpm) * 60_000 },
        { bound: 'tokens a minute', ms: tpm === null ? 0 : (tokens / tpm) * 60_000 },
        { bound: 'calls in flight', ms: (calls / width) * latencyMs },
      ] as const;
      const longest = bounds.reduce((most, next) => (next.ms > most.ms ? next : most));
      return { lane, calls, ...longest, limitsUnknown: rpm === null && tpm === null };
    })
    .toArray();
};

/** The mean of a log-normal latency, by its median and its 95th percentile. */
const meanLatencyMs = ({ medianMs, p95Ms }: Rehearsal['latency']): number =>
  medianMs * Math.exp((Math.log(p95Ms / medianMs) / normalQuantile(0.95)) ** 2 / 2);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, next) => total + next, 0);

const least = (paces: readonly Pace[], of: keyof Pace): number | null => {
  const declared = paces.flatMap((pace) => pace[of] ?? []);
  return declared.length === 0 ? null : Math.min(...declared);
};
