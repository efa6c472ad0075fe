import { createLogUpdate } from 'log-update';
import type { Monitor } from '../dispatch/orders.ts';
import { beforeEnding } from './ending.ts';
import { cameBack, liveLines, statusLine, type LiveState } from './live-lines.ts';
import { harmless } from './print.ts';

const [frameMs, lineMs, windowMs] = [100, 5000, 4000];

export type LiveDisplay = {
  /** Follows a pass from here on. */
  readonly follow: (pass: {
    readonly what: LiveState['what'];
    readonly monitor: () => Monitor;
    readonly expectedUsd: number | null;
  }) => void;
  /** Says what is fit to be printed, colours and all. */
  readonly say: (text: string) => void;
  /** Takes the live lines away until the next pass. */
  readonly pause: () => void;
  readonly stop: () => void;
};

/** Shows a run at work on standard error: live lines on a terminal, a line every few seconds elsewhere, nothing if quiet. */
export const liveDisplay = (
  stream: NodeJS.WriteStream,
  { quiet, rehearsal }: { readonly quiet: boolean; readonly rehearsal: boolean },
): LiveDisplay => {
  const live = stream.isTTY && process.env['TERM'] !== 'dumb' && !('CI' in process.env);
  const update = createLogUpdate(stream, { showCursor: true });
  let timer: NodeJS.Timeout | null = null;
  let show = (): void => {};
  const pause = (): void => {
    if (timer !== null) clearInterval(timer);
    timer = null;
    if (live && !quiet) update.clear();
  };
  const forget = beforeEnding(pause);
  return {
    follow({ what, monitor, expectedUsd }) {
      pause();
      if (quiet) return;
      const rateNow = rateOver(monitor);
      show = () => {
        const state = { what, monitor: monitor(), rate: rateNow(), expectedUsd, rehearsal };
        if (live) update(liveLines(state, Math.max(20, (stream.columns || 80) - 1)).join('\n'));
        else stream.write(harmless(`${statusLine(state)}\n`));
      };
      timer = setInterval(show, live ? frameMs : lineMs);
      // A display is no reason to stay alive.
      timer.unref();
    },
    say(text) {
      if (live) update.clear();
      stream.write(harmless(`${text}\n`));
    },
    pause,
    stop() {
      pause();
      forget();
    },
  };
};

/** Ballots a second, over the last seconds. */
const rateOver = (monitor: () => Monitor): (() => number) => {
  const seen: { readonly at: number; readonly done: number }[] = [];
  const start = { at: performance.now(), done: cameBack(monitor()) };
  return () => {
    const now = { at: performance.now(), done: cameBack(monitor()) };
    seen.push(now);
    while (seen.length > 2 && now.at - (seen[0]?.at ?? 0) > windowMs) seen.shift();
    const from = seen.length > 1 ? (seen[0] ?? start) : start;
    return now.at > from.at ? ((now.done - from.done) * 1000) / (now.at - from.at) : 0;
  };
};
