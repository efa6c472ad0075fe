import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

/**
 * The line on which a value of a baseline stands, for messages; that of its nearest parent where it isn't there. Rows stand one a line as
 * we write them, so they are counted: a parser that keeps lines takes 15 seconds and gigabytes for 100,000 of them.
 */
export const lineOf = (text: string, path: readonly PropertyKey[]): number => {
  const rows = /^"rows":\[$/m.exec(text);
  if (rows === null) return text.length > PARSED ? 1 : parsedLine(text, path);
  if (path[0] !== 'rows') return parsedLine(`${text.slice(0, rows.index)}"rows":[]}`, path);
  const head = linesIn(text.slice(0, rows.index));
  const [, index] = path;
  if (typeof index !== 'number') return head;
  if (isRow(text, rows.index, index)) return head + 1 + index;
  return text.length > PARSED ? head : parsedLine(text, path);
};

/** What somebody formatted is parsed, up to so many characters: about a second. */
const PARSED = 2_000_000;

/** Whether the lines after the one at `from` are a row each, up to and with the one of this index. */
const isRow = (text: string, from: number, index: number): boolean => {
  let end = text.indexOf('\n', from);
  for (let at = 0; at <= index; at += 1) {
    const start = end + 1;
    end = text.indexOf('\n', start);
    if (end < 0 || !/^\{.*\},?\r?$/s.test(text.slice(start, end))) return false;
  }
  return true;
};

const linesIn = (text: string): number => text.split('\n').length;

const parsedLine = (text: string, path: readonly PropertyKey[]): number => {
  const lines = new LineCounter();
  let node: unknown = parseDocument(text, { lineCounter: lines, logLevel: 'silent', keepSourceTokens: false }).contents;
  let line = 1;
  for (const key of path) {
    const found = isMap(node)
      ? node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key))
      : isSeq(node)
        ? node.items[Number(key)]
        : undefined;
    node = isPair(found) ? found.value : found;
    if (!isNode(node) || !node.range) return line;
    line = lines.linePos(node.range[0]).line;
  }
  return line;
};
