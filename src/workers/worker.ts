import { parentPort, workerData } from 'node:worker_threads';
import { prepare } from '../analyse/analyse.ts';
import type { Settings } from '../analyse/settings.ts';
import { perform } from '../analyse/task.ts';
import type { Recording } from '../recording.ts';

// One of several threads that share the tasks of an analysis. It has its own copy of the recording, and does what it is told by number.
const { recording, settings } = workerData as { recording: Recording; settings: Settings };
const analysis = prepare(recording, settings);

parentPort?.on('message', (at: number) => {
  const task = analysis.tasks[at];
  if (task === undefined) throw new RangeError(`the analysis has no task ${at}`);
  parentPort?.postMessage(perform(task, analysis));
});
