import { isUtf8 } from 'node:buffer';
import { Fault } from '../fault.ts';
import type { Places } from './places.ts';

/** Bytes as text, in blocks that end with a line (the last one with the input), so that no character is ever torn. */
export async function* textBlocks(chunks: AsyncIterable<Uint8Array>, places: Places): AsyncGenerator<string> {
  let waiting: Uint8Array[] = []; // a line longer than a chunk waits in pieces, and is joined once
  let isFirst = true;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      yield decode([...waiting, chunk.subarray(0, end)], isFirst, places);
      isFirst = false;
      waiting = [];
    }
    if (end < chunk.length) waiting.push(chunk.subarray(end));
  }
  if (waiting.length > 0) yield decode(waiting, isFirst, places);
}

const NEWLINE = 0x0a;

const decode = (pieces: readonly Uint8Array[], isFirst: boolean, places: Places): string => {
  const [only, ...others] = pieces;
  const bytes =
    only !== undefined && others.length === 0
      ? Buffer.from(only.buffer, only.byteOffset, only.byteLength)
      : Buffer.concat(pieces);
  if (!isUtf8(bytes)) throw notUtf8(bytes, places);
  const text = bytes.toString('utf8');
  return isFirst && text.startsWith('\uFEFF') ? text.slice(1) : text; // a byte order mark is no part of the text
};

// Whoever takes the blocks is done with one before the next is decoded, so `places` stands at the line before this block.
const notUtf8 = (bytes: Buffer, places: Places): Fault => {
  places.line += 1;
  let start = 0;
  let end = bytes.indexOf(NEWLINE);
  while (end !== -1 && isUtf8(bytes.subarray(start, end))) {
    places.line += 1;
    start = end + 1;
    end = bytes.indexOf(NEWLINE, start);
  }
  const message = isUtf16(bytes)
    ? 'The file is UTF-16, and ballots are read as UTF-8.\nConvert it: iconv -f utf-16 -t utf-8 FILE > NEW-FILE'
    : 'The line holds bytes that are not UTF-8, so its text cannot be compared with other text.\nSave the file as UTF-8, for example: iconv -f latin1 -t utf-8 FILE > NEW-FILE';
  return new Fault('input/unreadable', message, { where: places.where() });
};

const isUtf16 = (bytes: Buffer): boolean =>
  bytes.length > 1 && (bytes.readUInt16BE(0) === 0xfffe || bytes.readUInt16BE(0) === 0xfeff);
