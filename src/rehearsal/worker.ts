import { parentPort, workerData } from 'node:worker_threads';
import type { WorldFacts } from './facts.ts';
import { latencyOf } from './faults.ts';
import { responder } from './respond.ts';
import { loopback } from './server.ts';

// The rehearsal's server, in a thread of its own: what it costs is not the client's. It tells its addresses first, then its counts when asked.
const facts = workerData as WorldFacts;
const { rehearsal } = facts;
const { openai, anthropic, stats } = await loopback({
  respond: responder(facts),
  latencyMs: (call) => latencyOf(rehearsal, call),
  lenient: facts.lenient,
  limits: {
    rpm: rehearsal.rpm * rehearsal.speed,
    tpm: rehearsal.tpm * rehearsal.speed,
    // Ten seconds of the declared clock, but never so few real ones that a client can't keep to them.
    burstSeconds: Math.max(2, 10 / rehearsal.speed),
  },
});
parentPort?.on('message', () => parentPort?.postMessage(stats()));
parentPort?.postMessage({ openai, anthropic });
