import { Fault } from '../fault.ts';
import { quote } from '../wording/quote.ts';

/** Why a line cannot be parsed: cut off, a whole JSON document in place of lines, or a slip. */
export const notALine = (
  text: string,
  cause: unknown,
  { isLast, where }: { readonly isLast: boolean; readonly where: string },
): Fault => {
  const start = text.trimStart();
  if (start.startsWith('[')) return wholeDocument('a JSON array', where, cause);
  if (start === '{') return wholeDocument('a JSON object spread over several lines', where, cause);
  if (isLast && start.startsWith('{') && isOpen(text)) return cutOff(text, where, cause);
  return new Fault(
    'input/not-json',
    `The line is not JSON${position(cause)}: ${quote(text)}, so its ballots cannot be counted.\n${advice(start)}`,
    { where, cause },
  );
};

/** A line that is JSON but no object, such as a bare list or a number. */
export const notAnObject = (text: string, where: string): Fault =>
  text.startsWith('[')
    ? wholeDocument('a JSON array', where)
    : new Fault(
        'input/not-json',
        `The line is ${quote(text)}, which is JSON but no object, so it names no row and no judge.\nWrite an object a line: ${EXAMPLE}`,
        { where },
      );

const EXAMPLE = '{"row":"1","criterion":"fluency","judge":"a","sample":0,"value":"pass"}';

const wholeDocument = (what: string, where: string, cause?: unknown): Fault =>
  new Fault(
    'input/not-json',
    `The file holds ${what}, and ballots are read as JSON Lines, one object a line, so that any number of them can be read.
Convert it: ${what === 'a JSON array' ? "jq -c '.[]'" : 'jq -c .'} FILE.json > FILE.jsonl`,
    { where, cause },
  );

const cutOff = (text: string, where: string, cause: unknown): Fault =>
  new Fault(
    'input/cut-off',
    `The last line is cut off at column ${text.length}, after ${quote(Array.from(text.slice(-60)).slice(-30).join(''))}: the file was probably still being written, or was truncated.
Remove the line, or copy the file again.`,
    { where, cause },
  );

/** Whether a string, list or object is still open where the text ends. By hand, for a regular expression overflows on a long line. */
const isOpen = (text: string): boolean => {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') isInString = !isInString;
    else if (isInString && character === '\\') index += 1;
    else if (!isInString && (character === '{' || character === '[')) depth += 1;
    else if (!isInString && (character === '}' || character === ']')) depth -= 1;
  }
  return isInString || depth > 0;
};

const position = (cause: unknown): string => {
  const found = cause instanceof Error ? /position (\d+)/.exec(cause.message)?.[1] : undefined;
  return found === undefined ? '' : ` at column ${Number(found) + 1}`;
};

const advice = (text: string): string => {
  if (/[:,[]\s*(?:NaN|-?Infinity)\b/.test(text)) {
    return 'JSON has no NaN and no Infinity: write null for a ballot without a value.';
  }
  if (/^\{\s*'/.test(text)) return 'JSON wants double quotes: write the file with a JSON library, one object a line.';
  if (!text.startsWith('{')) return `Write one JSON object a line, ${EXAMPLE}, or name the file .csv if it is CSV.`;
  return 'Correct the line, or remove it if the file may go without it.';
};
