import type { LaneFacts, RunFacts } from '../../src/run.ts';

/** A lane's facts, plausible where nothing else is said. */
export const laneWith = (change: Partial<LaneFacts> = {}): LaneFacts => ({
  lane: 'openai gpt-6-luna',
  asked: 50,
  peakInFlight: 50,
  calls: 1200,
  retries: 14,
  rateLimited: 11,
  overloaded: 3,
  broken: null,
  ...change,
});

/** The facts of a run that was cut off by its budget. */
export const runWith = (change: Partial<RunFacts> = {}): RunFacts => ({
  name: 'support-replies',
  startedAt: '2026-11-21T10:51:17.042Z',
  wallMs: 41_300,
  serialMs: 2_000_000,
  calls: 1200,
  retries: 14,
  usd: 0.4312,
  unknownPrices: [],
  usdUnsettled: 0,
  usdOfBallots: 0.52,
  expectedUsd: 0.45,
  kept: 24,
  notRun: [{ cause: 'the budget of $0.45 is spent', count: 60 }],
  causes: [
    { judge: 'luna', outcome: 'failed', cause: 'not run: the budget of $0.45 is spent', count: 60 },
    { judge: 'haiku', outcome: 'invalid', cause: 'the reply is no JSON', count: 3 },
  ],
  lanes: [
    laneWith(),
    laneWith({ lane: 'anthropic claude-haiku-4-5', peakInFlight: 31, calls: 600, broken: 'the key is wrong' }),
  ],
  shortestMs: null,
  speed: null,
  resume: 'empanel run promptfooconfig.yaml --resume',
  complete: false,
  ...change,
});
