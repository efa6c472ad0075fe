import { resolve } from 'node:path';
import type { Recording } from '../recording.ts';
import { readCsv } from './csv.ts';
import { gathering, type GatherOptions } from './gather.ts';
import { readJsonLines, type RawLine } from './json-lines.ts';
import { repeatedPathsNote } from './notes.ts';
import type { Places } from './places.ts';
import { findSource, type Source } from './source.ts';
import { textBlocks } from './text.ts';

export type ReadOptions = GatherOptions & {
  /** Entries that are at hand, with the keys of JSON Lines, and their source's name. They come before the files. */
  readonly entries?: { readonly name: string; readonly lines: Iterable<RawLine> };
  readonly onProgress?: (bytesRead: number, bytesTotal: number) => void;
};

/** Reads recorded ballots, JSON Lines or CSV, packed or not, from all paths into one recording. `-` is standard input. */
export const readRecording = async (paths: readonly string[], options: ReadOptions): Promise<Recording> => {
  const { places, take, done } = gathering({ ...options, keepRows: false });
  const { distinct, repeated } = distinctPaths(paths);
  const sources = await Promise.all(distinct.map(findSource));
  const { entries } = options;
  if (entries !== undefined) places.enter(entries.name);
  for (const line of entries?.lines ?? []) {
    places.line += 1;
    take(line);
  }
  await readAll(sources, places, take, options.onProgress ?? (() => {}));

  const recording = done([...(entries === undefined ? [] : [entries]), ...sources].map(({ name }) => name));
  return repeated.length === 0 ? recording : { ...recording, notes: [repeatedPathsNote(repeated), ...recording.notes] };
};

// A shell pattern beside a name reads a file twice, and ballots without a sample number would be counted twice.
const distinctPaths = (paths: readonly string[]): { distinct: string[]; repeated: string[] } => {
  const byFile = Map.groupBy(paths, (path) => (path === '-' ? path : resolve(path)))
    .values()
    .toArray();
  return {
    distinct: byFile.flatMap(([first]) => first ?? []),
    repeated: byFile.flatMap(([first, second]) => (second === undefined ? [] : (first ?? []))),
  };
};

const readAll = async (
  sources: readonly Source[],
  places: Places,
  take: (line: RawLine) => void,
  onProgress: (bytesRead: number, bytesTotal: number) => void,
): Promise<void> => {
  const total = sources.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  for (const source of sources) {
    places.enter(source.name);
    await readSource(source, places, take, (bytes) => onProgress(before + bytes, total));
    before += source.bytes;
  }
};

const readSource = async (
  source: Source,
  places: Places,
  take: (line: RawLine) => void,
  onRead: (bytes: number) => void,
): Promise<void> => {
  await using blocks = textBlocks(source.chunks(onRead), places);
  const first = await blocks.next();
  if (first.done === true) return;
  const format = source.format ?? (/^\s*[{[]/.test(first.value) ? 'json-lines' : 'csv');
  await (format === 'csv' ? readCsv : readJsonLines)(withFirst(first.value, blocks), places, take);
};

async function* withFirst(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}
