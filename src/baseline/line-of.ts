import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

/** The line on which a value of a JSON text stands; that of its nearest parent where it isn't there. For messages: it reads the whole text once more. */
export const lineOf = (text: string, path: readonly PropertyKey[]): number => {
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
