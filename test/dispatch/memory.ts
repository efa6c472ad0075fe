// What 100,000 ballots of a model that answers at once cost the dispatch: CPU a ballot, and memory that is held at the end and at most.
// Run with --expose-gc.
import { dispatch } from '../../src/dispatch/dispatch.ts';
import { ask, ledger, orders, reply, seat } from './world.ts';

const collect = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
};
const said = reply();
for (const judges of [1, 5]) {
  for (const ballots of [10_000, 100_000]) {
    const forgetful = { ...ledger(), record: () => {} };
    const seats = Array.from({ length: judges }, (_, judge) =>
      seat({ call: () => new Promise((resolve) => setImmediate(resolve, said)) }, { lane: `lane ${judge}` }),
    );
    const before = collect();
    const cpu = process.cpuUsage();
    const run = dispatch(orders(seats, { rows: ballots / judges, ledger: forgetful, ask }));
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, collect() - before);
    }, 500);
    const { done, wallMs } = await run.finished;
    clearInterval(watch);
    const { user, system } = process.cpuUsage(cpu);
    console.log(
      `${judges} lanes, ${done.cast} ballots: ${((user + system) / 1000 / ballots).toFixed(3)} ms CPU a ballot, ${(wallMs / 1000).toFixed(2)} s, heap +${(collect() - before).toFixed(1)} MB at the end, +${peak.toFixed(1)} MB at most, rss ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`,
    );
  }
}
