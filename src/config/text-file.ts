import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Fault, type FaultCode } from '../fault.ts';
import { nearest } from '../wording/nearest.ts';
import { quote } from '../wording/quote.ts';

/** What a file is for: the code of the fault if it can't be read, its role in a sentence, what to do if it isn't there, and who names it. */
export type Errand = {
  readonly code: FaultCode;
  readonly role: string;
  readonly remedy?: string;
  readonly where?: string;
};

/** A whole file as text. It has to be UTF-8; a byte order mark is no part of the text. */
export const readText = async (file: string, errand: Errand): Promise<string> => {
  const pieces: string[] = [];
  for await (const piece of textPieces(file, errand)) pieces.push(piece);
  return pieces.join('');
};

/** A file as text, piece by piece, for files larger than one wants to hold. No character is torn. */
export async function* textPieces(file: string, errand: Errand): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Uint8Array>) {
      const piece = decoded(decoder, chunk);
      if (piece === null) throw notUtf8(`${file}:${line + newlines(chunk.subarray(0, firstFlaw(chunk)))}`, errand);
      line += newlines(chunk);
      yield piece;
    }
    const rest = decoded(decoder, null);
    if (rest === null) throw notUtf8(`${file}:${line}`, errand);
    yield rest;
  } catch (error) {
    throw error instanceof Fault || !isSystemError(error) ? error : await unreadable(file, error.code, errand);
  }
}

const decoded = (decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array | null): string | null => {
  try {
    return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    return null;
  }
};

/** Where the first line with a flaw begins; a chunk may begin in the middle of a character, and that is none. */
const firstFlaw = (chunk: Uint8Array): number => {
  const lenient = new TextDecoder('utf-8').decode(chunk);
  const at = lenient.indexOf('\uFFFD', 4);
  return at < 0 ? 0 : Buffer.byteLength(lenient.slice(0, at));
};

const newlines = (bytes: Uint8Array): number => {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count += 1;
  return count;
};

const isSystemError = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string';

const notUtf8 = (where: string, { code, role }: Errand): Fault =>
  new Fault(
    code,
    `The line holds bytes that are not UTF-8, so ${role} can't be read as it was written.\nSave the file as UTF-8, for example: iconv -f latin1 -t utf-8 FILE > NEW-FILE`,
    { where },
  );

const unreadable = async (file: string, system: string, errand: Errand): Promise<Fault> =>
  new Fault(errand.code, await explain(file, system, errand), { where: errand.where ?? file });

const explain = async (file: string, system: string, { role, remedy }: Errand): Promise<string> => {
  const found = quote(file, 200);
  switch (system) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `There is no file ${found}, so ${role} can't be read.\n${await meant(file)}${remedy ?? 'Check the path; it is relative to the file that names it.'}`;
    case 'EISDIR':
      return `${found} is a folder, so ${role} can't be read from it.\nName the file in it.`;
    case 'EACCES':
    case 'EPERM':
      return `${found} may not be read by this user, so ${role} stays unknown.\nChange its permissions, or copy it.`;
    default:
      return `${found} can't be read (${system}), so ${role} stays unknown.\nCheck the path and the disk.`;
  }
};

const meant = async (file: string): Promise<string> => {
  const names = await readdir(dirname(file)).catch((): string[] => []);
  const near = nearest(basename(file), names.toSorted());
  return near === null ? '' : `Did you mean ${quote(join(dirname(file), near), 200)}? `;
};
