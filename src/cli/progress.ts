import yoctoSpinner from 'yocto-spinner';
import { oneLine } from '../report/escape.ts';
import { beforeEnding } from './ending.ts';
import { harmless } from './print.ts';

/** What long work shows of itself. */
export type ProgressLine = { update(text: string): void; stop(): void };

const patience = 1000; // milliseconds of silence that need no explanation

/** A line on standard error that appears once work has taken a second: live on a terminal, every few seconds elsewhere. */
export const progressLine = (stream: NodeJS.WriteStream, { quiet }: { quiet: boolean }): ProgressLine => {
  if (quiet) return { update() {}, stop() {} };
  const start = Date.now();
  const live = stream.isTTY && process.env['TERM'] !== 'dumb' && !('CI' in process.env);
  const spinner = yoctoSpinner({ stream, handleSignals: false });
  const forget = beforeEnding(() => spinner.stop());
  let spoke = start;
  return {
    update(text) {
      const now = Date.now();
      if (now - start < patience) return;
      const line = oneLine(text);
      if (live) {
        spinner.text = line.slice(0, Math.max(20, (stream.columns || 80) - 4));
        if (!spinner.isSpinning) spinner.start();
      } else if (now - spoke > 3 * patience) {
        stream.write(harmless(`${line}\n`));
        spoke = now;
      }
    },
    stop() {
      if (spinner.isSpinning) spinner.stop();
      forget();
    },
  };
};
