const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// What XML 1.0 forbids even when escaped, and what a terminal or a page would obey: control characters but tab and line feed, marks
// that turn the reading direction, and halves of a surrogate pair.
const unprintable = /(?![\t\n])[\p{Cc}\p{Bidi_Control}\p{Cs}\ufffe\uffff]/gu;

/** Text from ballots is data everywhere: what could be read as a command is shown as U+FFFD. */
export const printable = (text: string): string => text.replace(unprintable, '\ufffd');

/** The same on one line: for a cell, or a label in a chart. */
export const oneLine = (text: string): string => printable(text).replace(/\s+/g, ' ');

/** Text as HTML or XML content, or as a quoted attribute's value. */
export const escapeMarkup = (text: string): string =>
  printable(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');

/** Text within a Markdown table or line: nothing in it starts a link, a tag, a cell or emphasis, and nobody is called by an @. */
export const escapeMarkdown = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_[\]<>|#~&!$]|:(?=\/\/)|(?<=\bwww)\./gi, (character) => `\\${character}`)
    // A backslash does not stop a mention; a comment between does, and leaves the text as it was.
    .replace(/(?<!\w)@(?=\w)/g, '@<!-- -->');

/** A command as a code span of Markdown, to be copied: a fence longer than any run of backticks within it. */
export const codeSpan = (text: string): string => {
  const line = oneLine(text).trim();
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
};
