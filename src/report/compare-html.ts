import type { Comparison, Pairing } from '../compare/comparison.ts';
import { selectionSentence } from './compare-choice.ts';
import { differenceChart } from './compare-difference-chart.ts';
import { comparisonHeadline, pairingSentences } from './compare-headline.ts';
import { armsSection, armTable } from './compare-page-arms.ts';
import { changedSection } from './compare-page-changed.ts';
import { frontierSection } from './compare-page-frontier.ts';
import { comparisonMethod } from './compare-page-method.ts';
import { pairingTables } from './compare-page-pairings.ts';
import { measureOf } from './compare-words.ts';
import { percent, plural, points } from './format.ts';
import { html, type Markup } from './markup.ts';
import { pageOf } from './page.ts';
import { fold } from './page-table.ts';

/** A comparison as one page that needs no network and no script. */
export const comparisonPage = (
  comparison: Comparison,
  { title, version }: { title: string; version: string },
): string => {
  const { subjects } = comparison;
  return pageOf(comparison, {
    title,
    version,
    content: html`<p class="lead">${summaryLine(comparison)}</p>
      ${warnings(comparison)}
      <p class="advice">${comparisonHeadline(comparison)}</p>
      ${
        subjects.length > 1 &&
        html`<nav aria-label="Sections">
          ${subjects.map(({ id, kind }, at) => html`<a href="#s${at}">${titleOf(id, kind)}</a> `)}<a href="#arms"
            >The arms</a
          >
        </nav>`
      }
      ${subjects.map((subject, at) => section(subject, at, comparison))} ${armsSection(comparison)}
      ${comparisonMethod(comparison)}`,
  });
};

const summaryLine = ({ arms, subjects, n }: Comparison): string => {
  const criteria = subjects.filter(({ kind }) => kind === 'criterion').length;
  return [
    arms.map(({ name }) => name).join(' · '),
    `${criteria} ${criteria === 1 ? 'criterion' : 'criteria'}`,
    n === null ? 'all ballots of a row count' : `${plural(n, 'ballot')} a row count${n === 1 ? 's' : ''}`,
  ].join(' · ');
};

/** What the reader must know before any figure: in what the arms were not asked the same, and what the readers of the files noticed. */
const warnings = ({ mismatches, notes }: Comparison): Markup | null => {
  const all = [...mismatches.map(({ message }) => message), ...notes];
  return all.length === 0
    ? null
    : html`<ul class="notes" aria-label="What differs beside the verdicts">
        ${all.map((message) => html`<li>${message}</li>`)}
      </ul>`;
};

const section = ({ id, kind }: Comparison['subjects'][number], at: number, comparison: Comparison): Markup => {
  const pairings = comparison.pairings.filter(({ subject }) => subject === id);
  const frontier = comparison.frontiers.find(({ subject }) => subject === id);
  const selection = comparison.selections.find(({ subject }) => subject === id);
  const said = pairings.map((pairing) => html`<p>${pairingSentences(pairing, comparison).join(' ')}</p>`);
  return html`<section id="s${at}">
    <h2>${titleOf(id, kind)}</h2>
    ${pairings.length > few ? fold(`The ${pairings.length} arms, one by one`, said) : said}
    ${selection !== undefined && html`<p>${selectionSentence(selection, comparison)}</p>`}
    ${(['errs', 'passes'] as const).map((by) => figure(pairings, by, comparison))} ${armTable(comparison, id)}
    ${pairingTables(pairings, comparison)} ${frontier !== undefined && frontierSection(frontier, comparison)}
    <h3>Rows</h3>
    ${pairings.every(({ changed, unpaired }) => changed.length + unpaired.length === 0) && html`<p class="quiet">Every row is paired, and no verdict changed.</p>`}
    ${pairings.map((pairing) => changedSection(pairing, comparison))}
  </section> `;
};

const figure = (pairings: readonly Pairing[], by: 'errs' | 'passes', comparison: Comparison): Markup | null => {
  const chart = differenceChart(pairings, by, comparison);
  if (chart === null) return null;
  const { level, margin, arms } = comparison;
  const said = pairings.filter((pairing) => measureOf(pairing)?.by === by);
  const caption = [
    `${by === 'errs' ? 'Rows judged wrongly' : 'Rows that pass'}, against ${arms[0]?.name ?? 'the first arm'}: each dot is an arm's difference, the line its ${percent(level)} interval.`,
    margin > 0 ? `The grey strip holds differences of less than ${points(margin)}.` : '',
  ];
  return html`<figure>
    <div
      class="scroll"
      role="img"
      aria-label="${said.flatMap((pairing) => pairingSentences(pairing, comparison).slice(0, 1)).join(' ')}"
    >
      ${chart}
    </div>
    <figcaption>${caption.filter((sentence) => sentence !== '').join(' ')}</figcaption>
  </figure>`;
};

/** So many arms are told of one by one; of more the chart and the table tell first. */
const few = 4;

const titleOf = (id: string, kind: 'criterion' | 'combined'): string =>
  kind === 'combined' ? 'All criteria together' : id;
