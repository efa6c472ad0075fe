import type { Outcome, Value } from '../../ballot.ts';
import { plural } from '../../report/format.ts';
import type { Verdict } from '../../verdict.ts';
import { show } from '../../wording/quote.ts';
import type { Polled } from './poll.ts';
import type { TokenUsage } from './theirs.ts';

/** One ballot as promptfoo's results keep it. Dollars are what it cost when it was cast; milliseconds are of its answered call. */
type ToldBallot = {
  readonly judge: string;
  readonly model: string;
  readonly temperature: number | null;
  readonly sample: number;
  readonly outcome: Outcome;
  readonly value: Value | null;
  readonly score: number | null;
  readonly rationale: string | null;
  readonly cause: string | null;
  readonly usd: number | null;
  readonly latencyMs: number | null;
  readonly requestId: string | null;
};

/** A panel's vote in the metadata of promptfoo's results. */
export type Told = {
  readonly v: 1;
  readonly criterion: string;
  readonly verdict: Value; // or "undecided"
  readonly support: number; // ballots for the verdict
  readonly ballots: readonly ToldBallot[];
};

export const toldOf = (criterion: string, verdict: Verdict, ballots: readonly Polled[]): Told => ({
  v: 1,
  criterion,
  verdict: verdict.kind === 'decided' ? verdict.value : 'undecided',
  support: verdict.kind === 'decided' ? verdict.support : 0,
  ballots: ballots.map(({ judge, sample, vote, cause, usd, latencyMs, requestId }) => ({
    judge: judge.id,
    model: judge.spec.model,
    temperature: judge.sampling.temperature,
    sample,
    outcome: vote.kind,
    value: vote.kind === 'cast' ? vote.value : null,
    score: vote.kind === 'cast' ? (vote.score ?? null) : null,
    rationale: 'rationale' in vote ? (vote.rationale ?? null) : null,
    cause,
    usd,
    latencyMs,
    requestId,
  })),
});

/** Tokens and requests of the calls that were made now. */
export const usageOf = (ballots: readonly Polled[]): TokenUsage => {
  const sum = (of: (ballot: Polled) => number): number => ballots.reduce((total, ballot) => total + of(ballot), 0);
  const prompt = sum(({ usage }) => usage?.inputTokens ?? 0);
  const completion = sum(({ usage }) => usage?.outputTokens ?? 0);
  return { total: prompt + completion, prompt, completion, numRequests: sum(({ requests }) => requests) };
};

/** US dollars of the calls that were made now; null where the price of one is unknown, which is not 0. */
export const costOfNow = (ballots: readonly Polled[]): number | null => {
  const fresh = ballots.filter(({ kept, requests }) => !kept && requests > 0);
  return fresh.some(({ usd }) => usd === null) ? null : fresh.reduce((sum, { usd }) => sum + (usd ?? 0), 0);
};

/** Whether no judge had to be asked: every ballot was kept. */
export const isCached = (ballots: readonly Polled[]): boolean => ballots.every(({ kept }) => kept);

/** How ballots fell, in a line: "5 of 6 ballots pass (1 failed, 1 invalid): …" with the first reason of either side. */
export const reasonOf = (ballots: readonly Polled[], passes: (value: Value) => boolean): string => {
  const cast = ballots.flatMap(({ vote }) => (vote.kind === 'cast' ? [vote] : []));
  const yes = cast.filter(({ value }) => passes(value));
  const no = cast.filter(({ value }) => !passes(value));
  const sides = yes.length >= no.length ? [yes, no] : [no, yes];
  const reasons = sides.flatMap((side) => side.find(({ rationale = '' }) => rationale !== '')?.rationale ?? []);
  const told = reasons.map((reason) => show(reason.replaceAll(/\s+/g, ' ').trim(), 200)).join(' · but: ');
  return `${yes.length} of ${plural(cast.length, 'ballot')} ${yes.length === 1 ? 'passes' : 'pass'}${others(ballots)}${told === '' ? '' : `: ${told}`}`;
};

/** Why there is no verdict: "no quorum, 1 of 7 ballots cast (6 failed)". With causes, what the first ballot without a value failed of. */
export const undecidedReason = (
  verdict: Extract<Verdict, { kind: 'undecided' }>,
  ballots: readonly Polled[],
  { causes }: { readonly causes: boolean },
): string => {
  const cause = ballots.find(({ vote, cause }) => vote.kind !== 'cast' && cause !== null)?.cause ?? null;
  const told = causes && cause !== null ? `: ${notRetried(show(cause, 200))}` : '';
  return `empanel: the panel is undecided, ${verdict.cause}, ${verdict.counted} of ${plural(ballots.length, 'ballot')} cast${others(ballots)}${told}`;
};

const others = (ballots: readonly Polled[]): string => {
  const counts = (['failed', 'invalid', 'abstained'] as const)
    .map((kind) => ({ kind, count: ballots.filter(({ vote }) => vote.kind === kind).length }))
    .filter(({ count }) => count > 0);
  return counts.length === 0 ? '' : ` (${counts.map(({ kind, count }) => `${count} ${kind}`).join(', ')})`;
};

/** promptfoo asks a grader again whose error speaks of a rate limit, and the lanes have been patient already. */
const notRetried = (cause: string): string =>
  cause.replaceAll(/\b429\b\s*/g, '').replaceAll(/rate limit/gi, (found) => found.replace(' ', '-'));
