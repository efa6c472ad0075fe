import type { Recording } from '../recording.ts';
import type { Row } from '../row.ts';
import { gathering, type GatherOptions } from './gather.ts';
import type { RawLine } from './json-lines.ts';

export type RecordingOptions = Pick<GatherOptions, 'scales' | 'abstainAsLabel' | 'ignoreGroups'> & {
  /** What the recording says it was made of. The first is named where an entry is at fault. */
  readonly sources: readonly string[];
  /** The rows of the data set, in its order. They stay in the recording though no ballot is on them. */
  readonly rows?: Iterable<Row>;
  readonly simulated?: boolean;
  /** A rehearsal is simulated too. */
  readonly rehearsal?: boolean;
};

/**
 * A recording of ballots that are at hand: entries with the keys of JSON Lines, read as the lines of a file are.
 * A row stays though no ballot is on it, and so does its gold: an entry with `row`, `criterion` and `gold` alone.
 */
export const recordingOf = (entries: Iterable<RawLine>, options: RecordingOptions): Recording => {
  const { sources, simulated = false, rehearsal = false } = options;
  const { places, take, done } = gathering({ ...options, keepRows: true });
  places.enter(sources[0] ?? 'ballots');
  for (const entry of entries) {
    places.line += 1;
    take(entry);
  }
  const read = done(sources);
  return {
    ...read,
    simulated: read.simulated || simulated || rehearsal,
    rehearsal: read.rehearsal || rehearsal,
  };
};
