// How much of a server's rate a lane reaches, and how many ballots it loses, when it could send many times as much.
// The ideal is the server's rate, and the last call's latency; its bucket is empty at first.
import { dispatch } from '../../src/dispatch/dispatch.ts';
import { limited, orders, seat } from './world.ts';

const exact = (ms: number): number => Math.max(1, Math.ceil(ms));
const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000)) * 1000;
const never = (): null => null;
const only = process.argv[2];
for (const [said, retryAfter] of Object.entries({ exact, seconds, never })) {
  for (const headers of [true, false]) {
    for (const burstSeconds of [10, 1, 0.02]) {
      for (const latencyMs of [50, 1000]) {
        const name = `${headers ? 'headers' : 'silent '} retry-after ${said.padEnd(7)} burst ${burstSeconds} s latency ${latencyMs}`;
        if (only !== undefined && !name.includes(only)) continue;
        const rpm = 3000;
        const burst = Math.max(1, burstSeconds * (rpm / 60));
        const model = limited({ rpm, burst, latencyMs, headers, retryAfter });
        const rows = 50 * (latencyMs > 500 ? 20 : 12);
        const done = await dispatch(orders([seat(model)], { rows: Math.floor(rows) })).finished;
        const ideal = (rows / rpm) * 60_000 + latencyMs;
        console.log(
          name.padEnd(58),
          `cast ${done.done.cast}/${done.owed}  429s ${String(model.rejected()).padStart(5)}  wall ${(done.wallMs / 1000).toFixed(1)} s  ${((100 * ideal) / done.wallMs).toFixed(0)} % of the ideal`,
        );
      }
    }
  }
}
