// How near a live run comes to the physical limit (calls × latency ÷ width), and what it costs beside the bare SDK under p-map, in the same run.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

type Measured = { readonly wallMs: number; readonly cpuMs: number; readonly megabytes: number };

const rounds = Number(process.env['ROUNDS'] ?? 5);

const serve = async (latencyMs: number): Promise<{ url: string; stop: () => void }> => {
  const server = spawn(process.execPath, [join(import.meta.dirname, 'loopback.ts'), String(latencyMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(server.stdout.setEncoding('utf8'), 'data')) as [string];
  return { url: url.trim(), stop: () => server.kill() };
};

const measure = (mode: string, url: string, calls: number, width: number, flags: readonly string[] = []): Measured =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [...flags, join(import.meta.dirname, 'one-live-run.ts'), mode, url, String(calls), String(width)],
      { encoding: 'utf8' },
    ),
  ) as Measured;

const medianOf = (all: readonly Measured[], of: keyof Measured): number =>
  all.map((one) => one[of]).toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;

const compare = async (calls: number, latencyMs: number, width: number): Promise<void> => {
  const { url, stop } = await serve(latencyMs);
  const ideal = (calls * latencyMs) / width;
  try {
    const modes = ['wire', 'bare', 'empanel'] as const;
    // In turns, so that whatever else the machine does falls on both.
    const measured = Array.from({ length: rounds }, () => modes.map((mode) => measure(mode, url, calls, width)));
    const floor = medianOf(
      measured.flatMap(([, bare]) => bare ?? []),
      'cpuMs',
    );
    for (const [at, mode] of modes.entries()) {
      const all = measured.flatMap((round) => round[at] ?? []);
      const [wall, cpu, megabytes] = [medianOf(all, 'wallMs'), medianOf(all, 'cpuMs'), medianOf(all, 'megabytes')];
      console.log(
        `${`${calls} calls, ${latencyMs} ms, ${width} wide`.padEnd(30)} ${mode.padEnd(8)} wall ${(wall / 1000).toFixed(2)} s = ${(wall / ideal).toFixed(2)} × ideal   CPU ${(cpu / calls).toFixed(3)} ms a call = ${(cpu / floor).toFixed(2)} × bare   ${Math.round(megabytes)} MB`,
      );
    }
  } finally {
    stop();
  }
};

console.log(`A live run against a local server, median of ${rounds} (Node ${process.version})`);
await compare(1000, 50, 50);
await compare(5000, 50, 50);

// What a hundred thousand slots need, and not what a lazy garbage collector takes: the heap is capped, and the run has to do with it.
const { url, stop } = await serve(0);
const cap = 160;
const { megabytes } = measure('empanel', url, 100_000, 50, [`--max-old-space-size=${cap}`, '--max-semi-space-size=8']);
stop();
console.log(`100000 slots with the heap capped at ${cap} MB: all cast, ${Math.round(megabytes)} MB at the peak`);
