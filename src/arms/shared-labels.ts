import type { Value } from '../ballot.ts';
import type { Recording } from '../recording.ts';
import type { ArmSource } from './read-source.ts';

/**
 * The recording with the labels that only other arms met, where nobody declared which there are: an arm whose every ballot is "fail"
 * is one in which nothing passed, not one in which nothing could.
 */
export const withLabelsOf = (recording: Recording, sources: readonly ArmSource[]): Recording => ({
  ...recording,
  polls: recording.polls.map((poll) => {
    const { scale, id } = poll.criterion;
    if (scale.kind !== 'nominal' || scale.labels !== null) return poll;
    const met = sources.flatMap((source) => labelsIn(source, id)).filter((label) => typeof label === 'string');
    const values = [...new Set([...poll.values, ...met])];
    return values.length === poll.values.length ? poll : { ...poll, values };
  }),
});

const labelsIn = (source: ArmSource, criterion: string): readonly Value[] => {
  if (source.kind === 'ballots')
    return source.recording.polls.find((poll) => poll.criterion.id === criterion)?.values ?? [];
  return source.arm.subjects.flatMap(({ id, pass }) => (id === criterion && pass !== null ? [pass] : []));
};
