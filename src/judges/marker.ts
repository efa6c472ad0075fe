/** What stands behind the last `Answer:` or `The answer is` that opens a line; on the next line if nothing does. Null: no such line. */
export const markedAnswer = (text: string): string | null => {
  const lines = linesOf(text);
  const at = lines.findLastIndex((line) => marker.test(line));
  if (at < 0) return null;
  const behind = (lines[at] ?? '').replace(marker, '').trim();
  return /[^*_`#\s]/.test(behind) ? behind : (lines[at + 1] ?? '');
};

/** The lines that hold more than emphasis, rules and fences, trimmed. */
export const linesOf = (text: string): string[] =>
  text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.trim())
    .filter((line) => /[^*_`#\s]/.test(line));

const marker =
  /^[>#*_`-]*\s*(?:(?:so|thus|therefore|hence),?\s+)?(?:(?:the|my)\s+)?(?:(?:final|correct|best)\s+)?answer[*_`]*\s*(?:[:：=]|is\b:?)[*_`]*/i;
