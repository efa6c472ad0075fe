import type { Findings } from '../analyse/findings.ts';
import { escapeMarkdown, printable } from './escape.ts';
import { gatesSentence, gateSentence } from './gate-sentence.ts';
import { gateWord } from './gate-word.ts';
import type { Emphasis } from './terminal.ts';
import { wrap } from './wrap.ts';

/** The gates in `summary.md`: how they went together, and a table of them. */
export const gateMarkdown = ({ gates }: Pick<Findings, 'gates'>): string[] => {
  const together = gatesSentence(gates);
  if (together === null) return [];
  return [
    '## Gates',
    '',
    `**${together}**`,
    '',
    '| gate | result | what was found |',
    '|---|---|---|',
    ...gates.map((gate) => {
      const { sign, word } = gateWord[gate.decision];
      return `| ${escapeMarkdown(gate.name)} | **${sign} ${word}** | ${escapeMarkdown(gateSentence(gate))} |`;
    }),
    '',
  ];
};

/** The gates on a terminal: a coloured line each, with what was found below it. */
export const gateLines = (
  { gates }: Pick<Findings, 'gates'>,
  { width, good, bad, warn }: Emphasis & { readonly width: number },
): string[] => {
  const paint = { pass: good, fail: bad, inconclusive: warn };
  return gates.flatMap((gate) => {
    const { sign, word } = gateWord[gate.decision];
    return [
      ...wrap(printable(`${sign} ${word}: ${gate.name}`), width).map(paint[gate.decision]),
      ...wrap(printable(gateSentence(gate)), width - 2).map((line) => `  ${line}`),
      '',
    ];
  });
};
