import type { Recording } from '../recording.ts';

/**
 * The recording with the rows marked on which ballots are owed, by criterion. A file of ballots doesn't tell: one that was not asked for
 * is in it as failed, as is one that was asked for in vain.
 */
export const owing = (recording: Recording, owed: ReadonlyMap<string, ReadonlySet<string>>): Recording => {
  if (owed.size === 0) return recording;
  const polls = recording.polls.map((poll) => {
    const ids = owed.get(poll.criterion.id);
    if (ids === undefined) return poll;
    return {
      ...poll,
      cutShort: new Set(recording.rows.keys().filter((row) => ids.has(recording.rows[row]?.id ?? ''))),
    };
  });
  return { ...recording, polls };
};
