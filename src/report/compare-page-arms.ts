import type { Comparison } from '../compare/comparison.ts';
import { armFigures } from './compare-arms.ts';
import { count, percent } from './format.ts';
import { html, type Content, type Markup } from './markup.ts';
import { names } from './names.ts';
import { table, usedColumns } from './page-table.ts';

/** How each arm did on a subject, over all of its own rows. */
export const armTable = ({ arms, level, subjects }: Comparison, subject: string): Markup =>
  usedColumns(
    [
      ['Arm', 'name'],
      ['Error', 'number'],
      ['Passes', 'number'],
      ['Undecided', 'number'],
      ['Not run', 'number'],
      ['Cost a row', 'number'],
      ['Slowest ballot', 'number'],
    ],
    armFigures(arms, subject).map(({ name, kind, errorRate, passRate, undecided, missing, usd, latency }) => [
      kind === 'baseline' ? html`${name} <span class="tag">baseline</span>` : name,
      errorRate,
      passRate,
      undecided,
      missing,
      usd,
      latency,
    ]),
    `Each arm over all of its own rows. Brackets hold ${percent(level)} intervals.${subjects.length > 1 ? ' What a row costs, and how long its slowest ballot takes, is of the ballots on this question.' : ''}`,
  );

/** Who voted in each arm, and by which rule it decides. */
export const armsSection = ({ arms }: Comparison): Markup =>
  html`<h2 id="arms">The arms</h2>
    ${table(
      [
        ['Arm', 'name'],
        ['Rule', 'name'],
        ['Ballots', 'number'],
        ['Judges', 'name'],
      ],
      arms.map(({ name, rule, ballots, judges }, at): Content[] => [
        at === 0 ? html`${name} <span class="tag">reference</span>` : name,
        html`<code>${rule}</code>`,
        count(ballots),
        judges.length === 0 ? '–' : names(judges, 6),
      ]),
    )}`;
