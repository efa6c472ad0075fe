/** Text in lines of at most `width` columns, broken between words; a word that is longer has a line of its own. A no-break space breaks nothing. */
export const wrap = (text: string, width: number): string[] => {
  const lines: string[] = [''];
  for (const word of text.split(/[^\S\u00a0]+/)) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
};
