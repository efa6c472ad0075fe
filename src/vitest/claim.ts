import type { ExpectStatic } from 'vitest';
import { Fault } from '../fault.ts';

/** What was asserted, and how it went. Where it doesn't hold, `actual` and `expected` are shown as a diff. */
export type Claim = {
  readonly holds: boolean;
  readonly message: string;
  readonly actual: unknown;
  readonly expected: unknown;
};

/** Asserts a claim through vitest's own `expect`: it is counted at once, has to be awaited, and fails at the line of the test. */
export const assertClaim = (claim: Promise<Claim>, expect: ExpectStatic = vitest.expect): Promise<void> => {
  // What went wrong on the way is told in its own words, and not as a promise that was rejected.
  const settled: Promise<Settled> = claim.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  const assertion = expect(settled).resolves as unknown as { readonly toHoldOfThePanel: () => Promise<void> };
  const place: unknown = vitest.chai.util.flag(assertion, 'error');
  if (place instanceof Error) place.stack = withoutOwnFrames(place.stack ?? '');
  return assertion.toHoldOfThePanel();
};

const own = [import.meta.dirname, new URL('.', import.meta.url).href];

/** A stack whose first frame is the caller's: vitest shows the code there. */
const withoutOwnFrames = (stack: string): string =>
  stack
    .split('\n')
    .filter((line) => !own.some((folder) => line.includes(folder)))
    .join('\n');

/** The test file that is running. */
export const testFile = (): string => {
  const path = runningFile();
  if (path !== undefined) return path;
  throw new Fault(
    'vitest/absent',
    'No test is running, so nothing can be asserted.\nCall expectPanel within a test, and run its file with vitest; elsewhere take run() of "empanel".',
  );
};

const runningFile = (): string | undefined => {
  try {
    return vitest.expect.getState().testPath;
  } catch {
    return undefined; // vitest's own state is missing outside of its workers
  }
};

type Settled = { readonly value: Claim } | { readonly error: unknown };

const vitest = await import('vitest').catch((cause: unknown) => {
  throw new Fault(
    'vitest/absent',
    '"empanel/vitest" asserts through vitest, which is not installed here.\nInstall it (npm install --save-dev vitest), or take run() of "empanel", which needs no test runner.',
    { cause },
  );
});

vitest.expect.extend({
  toHoldOfThePanel: (settled: Settled) => {
    if ('error' in settled) throw placed(settled.error);
    const { holds, message, actual, expected } = settled.value;
    return { pass: holds, message: () => message, actual, expected };
  },
});

/** A fault names its place in its message: vitest shows no more of it. */
const placed = (error: unknown): unknown =>
  error instanceof Fault && error.where !== undefined
    ? new Fault(error.code, `${error.where}: ${error.message}`, { where: error.where })
    : error;
