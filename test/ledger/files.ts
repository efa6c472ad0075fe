import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../../src/fault.ts';
import { readRecording, type ReadOptions } from '../../src/ledger/read.ts';
import type { Recording } from '../../src/recording.ts';

/** A fresh folder with these files in it. */
export const folderOf = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
};

/** Writes the files, and reads them in that order. */
export const readFiles = (
  files: Readonly<Record<string, string | Uint8Array>>,
  options: ReadOptions = {},
): Promise<Recording> => {
  const folder = folderOf(files);
  return readRecording(
    Object.keys(files).map((name) => join(folder, name)),
    options,
  );
};

/** Lines of JSON. */
export const lines = (...objects: readonly object[]): string =>
  objects.map((object) => `${JSON.stringify(object)}\n`).join('');

/** The fault of a read, its paths relative to the folder. */
export const faultOf = async (folder: string, names: readonly string[], options: ReadOptions = {}): Promise<Told> => {
  try {
    await readRecording(
      names.map((name) => (name === '' ? folder : join(folder, name))),
      options,
    );
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const relative = (text: string): string => text.replaceAll(`${folder}/`, '').replaceAll(folder, 'FOLDER');
    return { code: error.code, where: relative(error.where ?? ''), message: relative(error.message) };
  }
  throw new Error('the read did not fail');
};

export type Told = { readonly code: string; readonly where: string; readonly message: string };

/** What a round trip must keep: everything but the names of the files and what the reader noticed in them. */
export const essence = ({
  simulated,
  rehearsal,
  rows,
  judges,
  polls,
}: Recording): Omit<Recording, 'sources' | 'notes'> => ({
  simulated,
  rehearsal,
  rows,
  judges,
  polls,
});
