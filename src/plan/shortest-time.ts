import type { Experiment } from '../experiment.ts';
import type { Pace } from '../panel.ts';
import type { JudgeEstimate } from './estimate.ts';

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
  { judges, limits }: Experiment,
  latencyMs = assumedLatencyMs,
): LaneTime[] =>
  Map.groupBy(estimates, ({ lane }) => lane)
    .entries()
    .map(([lane, of]): LaneTime => {
      const calls = sum(of.map(({ slots, kept }) => slots - kept));
      const tokens = sum(of.map(({ inputTokens, outputTokens }) => inputTokens + outputTokens));
      const paces = judges.filter(({ id }) => of.some(({ judge }) => judge === id)).map(({ spec }) => spec.pace);
      const [rpm, tpm, width] = [least(paces, 'rpm'), least(paces, 'tpm'), least(paces, 'concurrency')];
      const bounds = [
        { bound: 'requests a minute', ms: rpm === null ? 0 : (calls / rpm) * 60_000 },
        { bound: 'tokens a minute', ms: tpm === null ? 0 : (tokens / tpm) * 60_000 },
        { bound: 'calls in flight', ms: Math.ceil(calls / (width ?? limits.concurrency ?? widest)) * latencyMs },
      ] as const;
      const longest = bounds.reduce((most, next) => (next.ms > most.ms ? next : most));
      return { lane, calls, ...longest, limitsUnknown: rpm === null && tpm === null };
    })
    .toArray();

const sum = (numbers: readonly number[]): number => numbers.reduce((total, next) => total + next, 0);

const least = (paces: readonly Pace[], of: keyof Pace): number | null => {
  const declared = paces.flatMap((pace) => pace[of] ?? []);
  return declared.length === 0 ? null : Math.min(...declared);
};
