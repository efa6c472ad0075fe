import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { unreadable } from './unreadable.ts';

/** One input. `format` is null where the name does not tell it. */
export type Source = {
  readonly name: string;
  readonly format: Format | null;
  readonly bytes: number; // 0 where the length is not known beforehand
  /** Opens the input and reads it. `onRead` hears how many bytes of the file are behind. What is packed comes out unpacked. */
  readonly chunks: (onRead: (bytes: number) => void) => AsyncGenerator<Uint8Array>;
};

type Format = 'json-lines' | 'csv';

/** Finds the input at a path, `-` being standard input. */
export const findSource = async (path: string): Promise<Source> => {
  if (path === '-') return { name: 'stdin', format: null, bytes: 0, chunks: () => chunksOf('stdin', process.stdin) };
  const plain = path.replace(/\.gz$/i, '');
  return {
    name: path,
    format: formatOf(plain),
    bytes: await sizeOf(path),
    chunks: (onRead) => {
      const file = createReadStream(path, { highWaterMark: CHUNK });
      return chunksOf(path, plain === path ? file : unpacked(file), () => onRead(file.bytesRead));
    },
  };
};

const CHUNK = 1 << 17;

const formatOf = (path: string): Format | null => {
  if (/\.(?:jsonl|ndjson|json)$/i.test(path)) return 'json-lines';
  return /\.csv$/i.test(path) ? 'csv' : null;
};

const sizeOf = async (path: string): Promise<number> => {
  try {
    const about = await stat(path);
    if (about.isDirectory()) throw Object.assign(new Error('is a directory'), { code: 'EISDIR' });
    return about.size;
  } catch (error) {
    throw await unreadable(path, error);
  }
};

const unpacked = (file: Readable): Readable => {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  pipeline(file, gunzip, () => {}); // an error reaches whoever reads `gunzip`
  return gunzip;
};

async function* chunksOf(path: string, stream: Readable, onChunk?: () => void): AsyncGenerator<Uint8Array> {
  const iterator: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      // Only an error of the stream itself is explained; what the reader throws passes by.
      const next = await iterator.next().catch(async (error: unknown) => {
        throw await unreadable(path, error);
      });
      if (next.done === true) return;
      onChunk?.();
      yield next.value;
    }
  } finally {
    stream.destroy();
  }
}
