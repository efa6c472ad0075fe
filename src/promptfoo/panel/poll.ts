import { hash } from 'node:crypto';
import type { Vote } from '../../ballot.ts';
import { askedPart, judgePart, keyFor } from '../../judges/key.ts';
import { estimateTokens } from '../../judges/tokens.ts';
import type { BallotRecord, Ledger } from '../../ledger.ts';
import { answered } from '../../ledger/kept.ts';
import type { Message, ModelReply, ReplySchema, Usage } from '../../model.ts';
import type { Judge } from '../../panel.ts';
import type { Ask, Reading } from '../../slot.ts';
import { occurrence } from './occurrences.ts';
import type { Panel } from './seated.ts';

/** A question to all judges of a panel. `reading` is what the words don't say of how a reply is read. */
export type Question = {
  readonly criterion: string;
  readonly put: (judge: Judge) => { readonly messages: readonly Message[]; readonly schema: ReplySchema | null };
  readonly read: (reply: ModelReply) => Reading;
  readonly reading: unknown;
  /** What is asked, in whatever wording: equal questions are told apart by the order in which they come. */
  readonly content: unknown;
  readonly run: string; // the eval that asks; empty where promptfoo doesn't tell
};

/** A ballot and how it came about. `usage` and `requests` are of this call alone: a ballot that was kept has cost nothing now. */
export type Polled = {
  readonly judge: Judge;
  readonly sample: number;
  readonly vote: Vote;
  readonly cause: string | null;
  readonly reply: string | null;
  readonly usd: number | null;
  readonly latencyMs: number | null;
  readonly requestId: string | null;
  readonly usage: Usage | null;
  readonly requests: number;
  readonly kept: boolean;
};

/** Asks every judge for all its samples, a call for each. Whatever becomes of a ballot, it is there. */
export const poll = (
  panel: Panel,
  question: Question,
  { ledger, halt }: { readonly ledger: Ledger; readonly halt: AbortSignal },
): Promise<readonly Polled[]> => {
  const asks = asksOf(panel.judges, question);
  return Promise.all(
    asks.map(async ({ judge, ask }): Promise<Polled> => {
      const { id, errand } = ask.request;
      const seat = panel.seats[ask.slot.judge];
      if (seat === undefined) throw new RangeError(`judge "${judge.id}" has no seat`);
      const who = { judge, sample: errand.sample };
      const kept = ledger.isSettled(id) ? ledger.get(id) : null;
      if (kept !== null) {
        const { usd, latencyMs, vote, cause } = kept;
        return { ...nothing, ...who, vote, cause, reply: ledger.replyOf(id), usd, latencyMs, kept: true };
      }
      let reply: string | null = null;
      // What a ledger of hashes must not keep, the output may still be made of.
      const listening: Ask = {
        ...ask,
        read: (came) => {
          reply = came.text;
          return ask.read(came);
        },
      };
      const result = await panel.bench.cast({ ask: listening, seat, ledger, privacy: panel.privacy, halt });
      return { ...nothing, ...who, ...outcomeOf(result), reply };
    }),
  );
};

/** Every ballot that the question asks for. No key depends on who else is asked, or how many times: a panel that grows keeps its ballots. */
const asksOf = (
  judges: readonly Judge[],
  { criterion, put, read, reading, content, run }: Question,
): { readonly judge: Judge; readonly ask: Ask }[] => {
  const puts = judges.map((judge) => {
    const { messages, schema } = put(judge);
    return { judge, messages, schema, asked: askedPart(messages, schema, reading) };
  });
  const question = hash('sha256', JSON.stringify([criterion, content])).slice(0, 12);
  const row = `${question}·${occurrence(run, question) + 1}`;
  return puts.flatMap(({ judge, messages, schema, asked }, at) =>
    Array.from({ length: judge.samples }, (_, sample) => {
      const who = judgePart(judge.name, judge.variant, judge.spec, judge.sampling);
      const ask: Ask = {
        slot: { row: 0, criterion: 0, judge: at, sample },
        request: {
          id: keyFor({ salt: 'promptfoo', row, criterion, judge: who, asked, sample }),
          errand: { row, criterion, judge: judge.id, sample },
          messages,
          sampling: judge.sampling,
          schema,
        },
        inputTokens: messages.reduce((sum, { content }) => sum + estimateTokens(content), 0),
        read,
      };
      return { judge, ask };
    }),
  );
};

const nothing = { usd: null, latencyMs: null, requestId: null, usage: null, requests: 0, kept: false } as const;

const outcomeOf = (
  result: BallotRecord | { readonly notRun: string },
): Omit<Polled, 'judge' | 'sample' | 'reply' | 'kept'> => {
  if ('notRun' in result) return { ...nothing, vote: { kind: 'failed' }, cause: result.notRun };
  const { vote, cause, trace } = result;
  return {
    vote,
    cause,
    usd: trace.usd,
    latencyMs: answered(trace)?.latencyMs ?? null,
    requestId: trace.requestId,
    usage: trace.usage,
    requests: trace.attempts.length,
  };
};
