import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Analysis } from '../analyse/analyse.ts';
import type { TaskResult } from '../analyse/task.ts';
import { countOutcomes } from '../recording.ts';

/** Below this a second thread costs more than it saves; above, each thread's copy of the ballots costs too much memory. */
const [fewest, most] = [20_000, 600_000];

/** How many threads an analysis is worth. */
export const worthThreads = ({ recording, tasks }: Analysis): number => {
  const { cast, abstained, invalid, failed } = countOutcomes(recording.polls.flatMap(({ cells }) => cells));
  const ballots = cast + abstained + invalid + failed;
  return ballots < fewest || ballots > most ? 1 : Math.min(availableParallelism(), tasks.length, 8);
};

/** Does all tasks of an analysis on several threads, the next task to whoever is free; resolves to the results in the tasks' order. */
export const performAll = async (
  { recording, settings, tasks }: Analysis,
  { threads, onStart }: { threads: number; onStart: (at: number) => void },
): Promise<TaskResult[]> => {
  const results = new Map<number, TaskResult>();
  // From the sources Node runs TypeScript as it is; what is published is JavaScript.
  const program = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
  let next = 0;
  const workers = Array.from({ length: threads }, () => new Worker(program, { workerData: { recording, settings } }));
  try {
    await Promise.all(
      workers.map(async (worker) => {
        for (let at = next++; at < tasks.length; at = next++) {
          onStart(at);
          worker.postMessage(at);
          results.set(at, await answer(worker));
        }
      }),
    );
    return [...tasks.keys()].flatMap((at) => results.get(at) ?? []);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
};

const answer = (worker: Worker): Promise<TaskResult> =>
  new Promise((resolve, reject) => {
    const heard = (result: TaskResult): void => {
      worker.off('error', failed);
      resolve(result);
    };
    const failed = (error: Error): void => {
      worker.off('message', heard);
      reject(error);
    };
    worker.once('message', heard).once('error', failed);
  });
