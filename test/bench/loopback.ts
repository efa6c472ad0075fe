// The server of the benchmarks, in a process of its own: prints its address, and answers every call after the latency given.
import { loopback } from '../../src/rehearsal/server.ts';

const latencyMs = Number(process.argv[2] ?? 50);
const text = JSON.stringify({ reason: 'The policy says so in as many words.', abstain: false, verdict: 'pass' });
const server = await loopback({ respond: () => ({ kind: 'reply', text }), latencyMs });
process.stdout.write(`${server.openai}\n`);
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)));
