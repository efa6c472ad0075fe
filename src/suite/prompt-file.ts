import { basename, extname } from 'node:path';
import { readCsv } from '../config/csv.ts';
import { parseSource, type Source } from '../config/source.ts';
import { readText } from '../config/text-file.ts';
import { Fault } from '../fault.ts';
import { quote } from '../wording/quote.ts';

/** A prompt of a file: its text, the label that the file gives it, and where a line of it stands. */
export type FilePrompt = {
  readonly raw: string;
  readonly label: string | null;
  readonly place: (line: number) => string;
};

/**
 * The prompts of a file, as promptfoo takes them by its ending: a .txt is parted at lines of three dashes, a .jsonl is a prompt a line, a
 * .csv has them in its column "prompt"; .json and .yaml hold one chat; .md and .j2 one text.
 */
export const promptsIn = async (file: string, named: Source): Promise<readonly FilePrompt[]> => {
  const where = named.where();
  const read = readers[extname(file).toLowerCase()];
  if (read === undefined)
    throw new Fault(
      'config/value',
      `The prompt ${quote(basename(file))} is a file of a kind that holds no prompt.\nWrite it as .txt, .md, .j2, .json, .jsonl, .yaml or .csv.`,
      { where },
    );
  const prompts = await read(file, where);
  if (prompts.length > 0) return prompts;
  throw new Fault('config/missing', `The prompt ${quote(file, 200)} is empty, so nothing could be asked.\nWrite it.`, {
    where,
  });
};

type Reader = (file: string, where: string) => Promise<readonly FilePrompt[]>;

const textOf = (file: string, where: string): Promise<string> =>
  readText(file, { code: 'config/unreadable', role: 'the prompt', where });

const whole: Reader = async (file, where) => {
  const raw = await textOf(file, where);
  return raw.trim() === '' ? [] : [{ raw, label: null, place: (line) => `${file}:${line}` }];
};

const chat: Reader = async (file, where) => {
  const source = parseSource(await textOf(file, where), file);
  if (source.value === null || source.value === undefined) return [];
  if (/file:\/\//.test(JSON.stringify(source.value)))
    throw new Fault(
      'config/value',
      `The chat in ${quote(basename(file))} takes a message from another file, and is read as it stands here.\nWrite the message out.`,
      { where: source.where() },
    );
  return [{ raw: JSON.stringify(source.value), label: null, place: () => `${file}:1` }];
};

const eachLine: Reader = async (file, where) =>
  (await textOf(file, where))
    .split(/\r?\n/)
    .flatMap((raw, at) => (raw.trim() === '' ? [] : [{ raw, label: null, place: () => `${file}:${at + 1}` }]));

/** A line of three dashes parts two prompts, and blanks at their ends are none of theirs. */
const parted: Reader = async (file, where) => {
  const prompts: FilePrompt[] = [];
  const lines = (await textOf(file, where)).split(/\r?\n/);
  let begin = 0;
  for (const [at, line] of [...lines, '---'].entries()) {
    if (line.trim() !== '---') continue;
    const own = lines.slice(begin, at);
    const first =
      begin +
      Math.max(
        0,
        own.findIndex((each) => each.trim() !== ''),
      );
    const raw = own.join('\n').trim();
    if (raw !== '') prompts.push({ raw, label: null, place: (line) => `${file}:${first + line}` });
    begin = at + 1;
  }
  return prompts;
};

const column: Reader = async (file, where) => {
  const prompts: FilePrompt[] = [];
  let hasColumn = false;
  const add = ({ prompt, label = '' }: Readonly<Record<string, string>>, place: string): void => {
    if (prompt === undefined) return;
    hasColumn = true;
    const raw = prompt.trim();
    if (raw !== '') prompts.push({ raw, label: label.trim() || null, place: () => place });
  };
  const errand = { code: 'config/unreadable', role: 'the prompts', where } as const;
  await readCsv(file, { isFull: () => false, passOver: () => undefined, asPromptfoo: true, add }, errand);
  if (hasColumn) return prompts;
  throw new Fault(
    'config/value',
    `The prompts in ${quote(basename(file))} are in no column "prompt", so it is open which text is meant.\nName the column: a header line with "prompt", and "label" if you like.`,
    { where },
  );
};

const readers: Readonly<Record<string, Reader>> = {
  '.txt': parted,
  '.md': whole,
  '.j2': whole,
  '.json': chat,
  '.yaml': chat,
  '.yml': chat,
  '.jsonl': eachLine,
  '.csv': column,
};
