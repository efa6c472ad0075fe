import { constants } from 'node:os';
import { exitCode } from './exit-code.ts';
import { printError } from './print.ts';

const undone = new Set<() => void>();
let parting = 'Interrupted. No report was written.';
let calm: (() => void) | null = null;

/** Has something undone if the user ends the program meanwhile; the function returned calls that off. */
export const beforeEnding = (undo: () => void): (() => void) => {
  undone.add(undo);
  return () => undone.delete(undo);
};

/** Lets the first signal end work in peace: `finish` is called instead, and a second signal ends the program with `words`. */
export const endInPeace = (finish: () => void, words: string): (() => void) => {
  const before = parting;
  [calm, parting] = [finish, words];
  return () => {
    [calm, parting] = [null, before];
  };
};

/** On Ctrl-C, on a request to end and when the terminal goes away: undo what is half done, say so, and end. */
export const endOnSignals = (): void => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (calm !== null) {
        const finish = calm;
        calm = null;
        finish();
        return;
      }
      for (const undo of undone) undo();
      printError(`${parting}\n`);
      process.exit(signal === 'SIGINT' ? exitCode.interrupted : 128 + constants.signals[signal]);
    });
};

/** A reader that has seen enough (`| head -1`) is no fault: what is left to print goes nowhere. */
export const allowClosedPipes = (): void => {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
};
