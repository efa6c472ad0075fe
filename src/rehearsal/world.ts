import { Worker } from 'node:worker_threads';
import type { Experiment } from '../experiment.ts';
import type { ModelRequest } from '../model.ts';
import { factsOf } from './facts.ts';
import { errandHeader, errandToHeader } from './respond.ts';
import type { ServerStats } from './server.ts';

/** A running rehearsal: where the providers seem to be, and what each call must carry. */
export type RehearsedWorld = AsyncDisposable & {
  readonly baseUrls: { readonly openai: string; readonly anthropic: string };
  readonly headers: (request: ModelRequest) => Record<string, string>;
  readonly stats: () => Promise<ServerStats>;
  readonly close: () => Promise<void>;
};

/** Starts an experiment's declared world: a server on this machine whose simulated models answer instead of the real ones. */
export const rehearse = async (experiment: Experiment): Promise<RehearsedWorld> => {
  // From the sources Node runs TypeScript as it is; what is published is JavaScript.
  const program = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
  // What this process was started with (`--eval`, `--input-type`) is not for the thread.
  const worker = new Worker(program, { workerData: factsOf(experiment), execArgv: [] });
  const baseUrls = await message<RehearsedWorld['baseUrls']>(worker);
  // A world that nobody closes must not keep the process alive.
  worker.unref();
  let counting: Promise<ServerStats> | null = null;
  const stats = (): Promise<ServerStats> => {
    // One question at a time: whoever asks meanwhile shares its answer.
    counting ??= ask(worker).finally(() => (counting = null));
    return counting;
  };
  const close = async (): Promise<void> => {
    await worker.terminate();
  };
  return {
    baseUrls,
    headers: ({ id, errand }) => ({ [errandHeader]: errandToHeader(errand), 'x-client-request-id': id }),
    stats,
    close,
    [Symbol.asyncDispose]: close,
  };
};

const ask = async (worker: Worker): Promise<ServerStats> => {
  if (worker.threadId === ended) throw new Error(hasEnded);
  worker.ref();
  try {
    const answer = message<ServerStats>(worker);
    worker.postMessage(null);
    return await answer;
  } finally {
    worker.unref();
  }
};

/** What a thread's id is once it has stopped. */
const ended = -1;
const hasEnded = "the rehearsal's server has ended";

/** The worker's next message. A thread that fails or ends instead rejects. */
const message = <T>(worker: Worker): Promise<T> =>
  new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('message', heard).off('error', failed).off('exit', gone);
    };
    const heard = (told: T): void => {
      settle();
      resolve(told);
    };
    const failed = (error: Error): void => {
      settle();
      reject(error);
    };
    const gone = (): void => failed(new Error(hasEnded));
    worker.once('message', heard).once('error', failed).once('exit', gone);
  });
