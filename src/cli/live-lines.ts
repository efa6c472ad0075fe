import type { LaneMonitor, Monitor } from '../dispatch/orders.ts';
import { oneLine } from '../report/escape.ts';
import { count, dollars, duration } from '../report/format.ts';

/** What is known of a run while it is at work. `rate` is ballots a second over the last seconds. */
export type LiveState = {
  readonly what: 'outputs' | 'ballots';
  readonly monitor: Monitor;
  readonly rate: number;
  readonly expectedUsd: number | null;
  readonly rehearsal: boolean;
};

/** One line: how far, how fast, how dear, how long still. */
export const statusLine = ({ what, monitor, rate, expectedUsd, rehearsal }: LiveState): string => {
  const { done, owed, kept } = monitor;
  const come = cameBack(monitor);
  const open = owed - kept - come - monitor.notRun;
  const left = rate > 0 && open > 0 ? `${duration((open / rate) * 1000)} left` : null;
  return [
    `${rehearsal ? 'REHEARSAL  ' : ''}${count(come)} of ${count(owed - kept)} ${what}`,
    ...(kept > 0 ? [`${count(kept)} kept from before`] : []),
    ...(['invalid', 'failed'] as const)
      .filter((outcome) => done[outcome] > 0)
      .map((outcome) => `${count(done[outcome])} ${outcome}`),
    ...(monitor.notRun > 0 ? [`${count(monitor.notRun)} not run`] : []),
    `${count(Math.round(rate))}/s`,
    costSoFar(monitor, expectedUsd),
    ...(left === null ? [] : [left]),
  ].join(' · ');
};

/** Ballots that have come back or been given up, in this run. */
export const cameBack = ({ done }: Monitor): number => done.cast + done.abstained + done.invalid + done.failed;

/** The same, and below it a line for each lane. */
export const liveLines = (state: LiveState, width: number): string[] => {
  const lanes = state.monitor.lanes;
  const longest = Math.max(0, ...lanes.map(({ lane }) => lane.length));
  return [
    statusLine(state),
    ...lanes.map(({ lane, ...told }) => `  ${oneLine(lane).padEnd(longest)}  ${laneState(told)}`),
  ].map((line) => (line.length > width ? `${line.slice(0, Math.max(0, width - 1))}…` : line));
};

const costSoFar = ({ usd, usdUnsettled, unknownUsd }: Monitor, expected: number | null): string => {
  if (usd === 0 && unknownUsd) return 'cost unknown';
  // A call without a reply may have been billed.
  const most = dollars(usd + usdUnsettled);
  const range = most === dollars(usd) ? most : `${dollars(usd)}–${most.slice(1)}`;
  const unknown = unknownUsd && usdUnsettled === 0 ? ' and unknown' : '';
  return `${range}${unknown}${expected === null ? '' : ` of about ${dollars(expected)}`}`;
};

const laneState = (lane: Omit<LaneMonitor, 'lane'>): string => {
  const width = `${lane.inFlight} in flight of ${Math.floor(lane.width)}`;
  switch (lane.state) {
    case 'broken':
      return `stopped: ${oneLine(lane.cause ?? 'no cause was told')}`;
    case 'cooling':
      return `cooling down for ${duration(lane.coolingMs)} · ${width}`;
    case 'idle':
      return 'idle';
    default:
      return width;
  }
};
