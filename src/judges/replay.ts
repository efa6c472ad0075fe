import { readRecording } from '../ledger/read.ts';
import { ModelFailure, type Model, type ModelReply, type ModelRequest } from '../model.ts';
import { voteOf, type Recording } from '../recording.ts';
import type { Vote } from '../ballot.ts';
import { quote } from '../wording/quote.ts';
import { once } from './client.ts';
import { redact } from './redact.ts';

/** A model that replies what a judge of the same name replied before, by the ballots recorded in a file. Nothing is sent. */
export const replayModel = (path: string): Model => {
  const votes = once(async () => votesOf(await readRecording([path], {})));
  return {
    call: async (request, signal) => {
      if (signal.aborted) throw new ModelFailure('aborted', 'the call was called off');
      const { row, criterion, judge, sample } = request.errand;
      const vote = (await votes().catch(unreadable(path))).get(nameOf(row, criterion, judge))?.[sample];
      const named = `of judge ${quote(judge)} on row ${quote(row)}, criterion ${quote(criterion)}, sample ${sample}`;
      if (vote === undefined) throw new ModelFailure('bad', `${quote(path)} has no ballot ${named}`);
      if (vote.kind === 'failed') throw new ModelFailure('bad', `${quote(path)} has a failed ballot ${named}`);
      return replyOf(vote, request);
    },
  };
};

const unreadable = (path: string) => (error: unknown) => {
  throw new ModelFailure(
    'bad',
    `${quote(path)} can't be replayed: ${redact(error instanceof Error ? error.message : String(error), null)}`,
  );
};

const nameOf = (row: string, criterion: string, judge: string): string => JSON.stringify([row, criterion, judge]);

const votesOf = ({ rows, judges, polls }: Recording): Map<string, readonly Vote[]> =>
  new Map(
    polls.flatMap((poll) =>
      poll.cells.map((cell): [string, readonly Vote[]] => [
        nameOf(rows[cell.row]?.id ?? '', poll.criterion.id, judges[cell.judge]?.id ?? ''),
        cell.codes.map((code) => voteOf(poll, code)),
      ]),
    ),
  );

const replyOf = (vote: Exclude<Vote, { kind: 'failed' }>, request: ModelRequest): ModelReply => ({
  text: textOf(vote, request.schema !== null),
  refusal: null,
  finish: 'stop',
  usage: {
    inputTokens: 0,
    outputTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    reasoningTokens: 0,
    estimated: false,
  },
  effective: request.sampling,
  model: null,
  responseId: null,
  requestId: null,
  status: 200,
  limits: null,
});

// A recording does not keep what an invalid reply said; no text is as invalid.
const textOf = (vote: Exclude<Vote, { kind: 'failed' }>, isObject: boolean): string => {
  if (vote.kind === 'invalid') return '';
  if (!isObject) return vote.kind === 'cast' ? `Answer: ${vote.value}` : '';
  const verdict = vote.kind === 'cast' ? vote.value : null;
  return JSON.stringify({ reason: '', abstain: verdict === null, verdict });
};
