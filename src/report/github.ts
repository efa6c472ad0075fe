import type { Findings } from '../analyse/findings.ts';
import type { GateResult } from '../gate.ts';
import { printable } from './escape.ts';
import { gateSentence } from './gate-sentence.ts';
import { markedTitle } from './mark.ts';

type Level = 'error' | 'warning' | 'notice';

/** GitHub shows so many annotations of each level a step, and drops the rest without a word. */
const shown = 10;

/**
 * The gates as workflow commands, one a line: an error for one that blocks, a warning for one that can't tell, a notice for a pass. Of
 * more than ten of a level the last says how many it stands for.
 */
export const annotations = (findings: Findings, { title }: { title: string }): string[] => {
  const byLevel = Map.groupBy(findings.gates, levelOf);
  return (['error', 'warning', 'notice'] as const).flatMap((level) => {
    const gates = byLevel.get(level) ?? [];
    const single = gates.length <= shown ? gates : gates.slice(0, shown - 1);
    const rest = gates.slice(single.length);
    const head = markedTitle(findings, title);
    return [
      ...single.map((gate) => command(level, `${head}: ${gate.name}`, gateSentence(gate, { most: 50 }))),
      ...(rest.length === 0
        ? []
        : [command(level, `${head}: ${rest.length} more gates`, rest.map(({ name }) => name).join('\n'))]),
    ];
  });
};

/** Output in which GitHub's runner finds no command: neither a line that begins with `::`, nor the older `##[` anywhere. */
export const inert = (text: string): string =>
  // The runner cuts lines at a carriage return too, and takes white space off their beginning as .NET knows it.
  text.replace(/^([\s\u0085]*:)(?=:)/gmu, `$1${zeroWidth}`).replaceAll('##[', `##${zeroWidth}[`);

/** A step's summary that GitHub takes: one over 1 MiB is refused whole, so it is cut at a line, and says so. `room` is in bytes. */
export const stepSummary = (markdown: string, { room = 1_048_576 }: { readonly room?: number } = {}): string => {
  if (bytesIn(markdown) <= room) return markdown;
  const notice = '\n\n**The summary was cut here: GitHub takes no more. The whole of it is in summary.md.**\n';
  let [kept, left] = ['', room - bytesIn(notice)];
  for (const [line] of markdown.matchAll(/[^\n]*\n?/g)) {
    left -= bytesIn(line);
    if (left < 0) break;
    kept += line;
  }
  return `${kept.trimEnd()}${notice}`;
};

const zeroWidth = '\u200b';

const levelOf = ({ decision, blocks }: GateResult): Level => {
  if (blocks) return 'error';
  return decision === 'inconclusive' ? 'warning' : 'notice';
};

const command = (level: Level, title: string, message: string): string =>
  `::${level} title=${property(printable(title))}::${data(printable(message))}`;

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** The length in UTF-8. */
const bytesIn = (text: string): number => {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
};
