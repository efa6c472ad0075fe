import { notALine, notAnObject } from './not-json.ts';
import type { Places } from './places.ts';

/** One line as it was parsed: keys and values still to be checked. */
export type RawLine = Readonly<Record<string, unknown>>;

/** Reads JSON Lines: every line that is not blank goes to `take` as an object. */
export const readJsonLines = async (
  blocks: AsyncIterable<string>,
  places: Places,
  take: (line: RawLine) => void,
): Promise<void> => {
  for await (const block of blocks) {
    // By hand and without a promise a line: a million lines are read in seconds.
    for (let start = 0; start < block.length;) {
      const newline = block.indexOf('\n', start);
      const end = newline === -1 ? block.length : newline;
      places.line += 1;
      const line = parseLine(block.slice(start, end), newline === -1, places);
      if (line !== null) take(line);
      start = end + 1;
    }
  }
};

/** A line as an object; null if it is blank. `isLast` says that nothing follows, so that it may have been cut off. */
export const parseLine = (text: string, isLast: boolean, places: Places): RawLine | null => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    if (text.trim() === '') return null;
    throw notALine(text.trimEnd(), error, { isLast, where: places.where() });
  }
  if (isObject(parsed)) return parsed;
  throw notAnObject(text.trim(), places.where());
};

const isObject = (parsed: unknown): parsed is RawLine =>
  typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
