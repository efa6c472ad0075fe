import { resolve } from 'node:path';
import type { Recording } from '../recording.ts';
import { collect } from './collect.ts';
import { readCsv } from './csv.ts';
import { checkDeclared } from './declared.ts';
import { newDraft } from './draft.ts';
import { readEntry } from './entry.ts';
import { finish } from './finish.ts';
import { readJsonLines, type RawLine } from './json-lines.ts';
import { repeatedPathsNote } from './notes.ts';
import { Places } from './places.ts';
import type { ScaleDeclaration } from './scale.ts';
import { selector } from './select.ts';
import { findSource, type Source } from './source.ts';
import { textBlocks } from './text.ts';

export type ReadOptions = {
  readonly scales?: readonly ScaleDeclaration[];
  /** Counts an abstention as the label `(abstained)`, a value like any other. */
  readonly abstainAsLabel?: boolean;
  /** Keeps the first so many ballots of each cell. */
  readonly samples?: number;
  readonly select?: Selection;
  /** Lets every row stand for itself. */
  readonly ignoreGroups?: boolean;
  readonly onProgress?: (bytesRead: number, bytesTotal: number) => void;
};

/** What to keep, by patterns of names: `*` stands for any run of characters. */
type Selection = {
  readonly judges?: readonly string[];
  readonly criteria?: readonly string[];
  readonly groups?: readonly string[];
};

/** Reads recorded ballots, JSON Lines or CSV, packed or not, from all paths into one recording. `-` is standard input. */
export const readRecording = async (paths: readonly string[], options: ReadOptions): Promise<Recording> => {
  const { select = {}, ignoreGroups = false, scales = [] } = options;
  const judges = selector('judge', 'judges', select.judges);
  const criteria = selector('criterion', 'criteria', select.criteria);
  const groups = selector('group', 'groups', select.groups);
  const [draft, places, met] = [newDraft(), new Places(), new Set<string>()];
  const take = (line: RawLine): void => {
    const entry = readEntry(line, places);
    met.add(entry.criterion);
    const isJudgeChosen = entry.votes !== null && judges.admits(entry.judge);
    if (criteria.admits(entry.criterion)) collect(draft, entry, places, { isJudgeChosen, ignoreGroups });
    else draft.leftOut = true;
  };

  const { distinct, repeated } = distinctPaths(paths);
  const sources = await Promise.all(distinct.map(findSource));
  await readAll(sources, places, take, options.onProgress ?? (() => {}));

  if (met.size > 0) for (const { check } of [criteria, judges]) check();
  checkDeclared(scales, met);
  const recording = finish(draft, {
    groups,
    scales,
    abstainAsLabel: options.abstainAsLabel ?? false,
    ignoreGroups,
    samples: options.samples ?? null,
    sources: sources.map(({ name }) => name),
    where: (place) => places.where(place),
  });
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
