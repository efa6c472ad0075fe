import type { Findings } from '../analyse/findings.ts';
import { COMBINED } from '../arm.ts';
import type { GateResult } from '../gate.ts';
import { gatesSentence, gateSentence } from './gate-sentence.ts';
import { gateWord } from './gate-word.ts';
import { html, type Content, type Markup } from './markup.ts';
import { table } from './page-table.ts';

/** The gates, one a line, each linked with the section that it speaks of; nothing where none is declared. */
export const gateSection = ({ gates, combined, criteria }: Findings): Markup | null => {
  if (gates.length === 0) return null;
  const sections = new Map(criteria.map(({ criterion }, at) => [criterion.id, `#c${at}`]));
  if (combined !== null) sections.set(COMBINED, '#combined');
  return html`<section id="gates">
    <h2>Gates</h2>
    <p class="advice">${gatesSentence(gates)}</p>
    ${table(
      [
        ['Gate', 'name'],
        ['What was found', 'text'],
      ],
      gates.map((gate, at) => line(gate, { at, section: sections.get(gate.subject) ?? null })),
    )}
  </section> `;
};

// The tag stands above the name: a column of its own would leave the words too little room on a phone.
const line = (gate: GateResult, { at, section }: { at: number; section: string | null }): Content[] => [
  html`<span class="tag ${colour[gate.decision]}">${gateWord[gate.decision].sign} ${gateWord[gate.decision].word}</span>
    <div id="gate-${at + 1}">${section === null ? gate.name : html`<a href="${section}">${gate.name}</a>`}</div>`,
  gateSentence(gate),
];

const colour = { pass: 'right', fail: 'wrong', inconclusive: 'open' } as const;
