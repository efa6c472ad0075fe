import { constants } from 'node:buffer';
import { Fault } from '../../fault.ts';
import { findSource } from '../../ledger/source.ts';
import { quote } from '../../wording/quote.ts';
import { REMEDY } from './check-results.ts';

/** Reads a results file whole, packed (.gz) or not, and parses it; `-` is standard input. `onRead` hears what share of it is read. */
export const readResults = async (path: string, onRead: (share: number) => void = () => {}): Promise<unknown> => {
  const source = await findSource(path);
  const form = otherForm(source.name);
  if (form !== null) throw otherOutput(form, source.name);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of source.chunks((read) => onRead(source.bytes === 0 ? 0 : read / source.bytes))) {
    bytes += chunk.length;
    // The text is one string, and Node has no longer ones.
    if (bytes > constants.MAX_STRING_LENGTH) throw tooLong(source.name);
    chunks.push(chunk);
  }
  return parse(
    Buffer.concat(chunks)
      .toString('utf8')
      .replace(/^\ufeff/, ''),
    source.name,
  );
};

type Form = 'JSON Lines' | 'CSV' | 'HTML' | 'XML' | 'YAML' | 'plain text';

const forms: Readonly<Record<string, Form>> = {
  jsonl: 'JSON Lines',
  ndjson: 'JSON Lines',
  csv: 'CSV',
  html: 'HTML',
  xml: 'XML',
  yaml: 'YAML',
  yml: 'YAML',
  txt: 'plain text',
};

/** The other form that a name or the first character tells of, or null. */
const otherForm = (name: string): Form | null =>
  forms[/\.(\w+)(?:\.gz)?$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? null;

const otherOutput = (form: Form, name: string): Fault => {
  const why: Readonly<Record<Form, string>> = {
    'JSON Lines': 'holds the rows of a run without its repeats and its config',
    CSV: 'holds one score a row and no verdicts of single judges',
    HTML: 'is a page to look at',
    XML: 'is for test runners, and holds no verdicts of single judges',
    YAML: 'is a config of promptfoo’s, or its results in a form that takes too long to read',
    'plain text': 'is for people to read',
  };
  return new Fault('input/not-results', `${quote(name, 200)} is ${form}, which ${why[form]}.\n${REMEDY}`, {
    where: name,
  });
};

const tooLong = (name: string): Fault =>
  new Fault(
    'input/not-results',
    `The results are longer than ${Math.floor(constants.MAX_STRING_LENGTH / 1e6)} MB, which is more than one text can hold.\nRun promptfoo eval in parts (--filter-first-n, --filter-pattern), import each, and report the files together: empanel report a-judges.jsonl b-judges.jsonl`,
    { where: name },
  );

const parse = (text: string, name: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const start = text.trimStart();
    if (start.startsWith('<')) throw otherOutput(/^<(?:!doctype )?html/i.test(start) ? 'HTML' : 'XML', name);
    if (isLines(start)) throw otherOutput('JSON Lines', name);
    if (/^(?:description|prompts|providers|targets|tests|evalId)\s*:/m.test(start.slice(0, 10_000)))
      throw otherOutput('YAML', name);
    throw broken(text, name, cause);
  }
};

/** Whether the first line is an object by itself. By hand, for a regular expression overflows on a long line. */
const isLines = (text: string): boolean => {
  const end = text.indexOf('\n');
  if (end === -1 || !text.startsWith('{')) return false;
  try {
    JSON.parse(text.slice(0, end));
    return true;
  } catch {
    return false;
  }
};

const broken = (text: string, name: string, cause: unknown): Fault => {
  const end = text.trimEnd();
  if (end === '')
    return new Fault('input/not-results', `The file is empty, so there are no ballots.\n${REMEDY}`, {
      where: name,
      cause,
    });
  const words = cause instanceof Error ? cause.message : '';
  const position = Number(/position (\d+)/.exec(words)?.[1] ?? 0); // a short text has none in its message
  if (position >= end.length || /^(?:Unterminated|Unexpected end)/.test(words))
    return new Fault(
      'input/cut-off',
      `The file is cut off after ${quote(end.slice(-30))}: it was probably still being written, or was truncated.\nCopy the file again, or export the run again: promptfoo export eval ID -o results.json`,
      { where: name, cause },
    );
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  return new Fault(
    'input/not-json',
    `The file is not JSON: ${quote(text.slice(position, position + 30))} at column ${position - before.lastIndexOf('\n')} can't stand there, so its ballots can't be read.\n${REMEDY}`,
    { where: `${name}:${line}`, cause },
  );
};
