const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// What XML 1.0 forbids even when escaped, and what a terminal would obey: control characters but tab and line feed, and lone surrogates.
const unprintable =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text from ballots is data everywhere: what could be read as a command is shown as U+FFFD. */
export const printable = (text: string): string => text.replace(unprintable, '\ufffd');

/** Text as HTML or XML content, or as a quoted attribute's value. */
export const escapeMarkup = (text: string): string =>
  printable(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');

/** Text within a Markdown table or line: nothing in it starts a link, a tag, a cell or emphasis, and nobody is called by an @. */
export const escapeMarkdown = (text: string): string =>
  printable(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|#~&!$]|:(?=\/\/)|(?<=\bwww)\./gi, (character) => `\\${character}`)
    // A backslash does not stop a mention; a comment between does, and leaves the text as it was.
    .replace(/(?<!\w)@(?=\w)/g, '@<!-- -->');
