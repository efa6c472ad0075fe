import type { Comparison, Frontier } from '../compare/comparison.ts';
import { frontierSentence } from './compare-choice.ts';
import { named } from './chart.ts';
import { frontierChart } from './compare-frontier-chart.ts';
import { usd } from './compare-words.ts';
import { errorOf, plural } from './format.ts';
import { html, type Content, type Markup } from './markup.ts';
import { table } from './page-table.ts';

/** Which ballots to buy at which price of an error: the sentence, the chart and the buys. */
export const frontierSection = (frontier: Frontier, comparison: Comparison): Markup | null => {
  const sentence = frontierSentence(frontier, comparison);
  if (sentence === null) return null;
  return html`<h3>Which ballots are worth their price</h3>
    <p>${sentence}</p>
    <figure>
      <div class="scroll" role="img" aria-label="${sentence}">${frontierChart(frontier, comparison)}</div>
      <figcaption>
        Every arm at every number of its ballots, on the ${plural(frontier.rows, 'row')} that all arms have. The line
        joins the best buys, which bear their numbers of ballots; what lies above it costs more or errs more than it
        need. As observed: no interval stands around it.
        ${comparison.arms.length > named && `Colours and shapes mark the first ${named} arms; the others are plain circles.`}
      </figcaption>
    </figure>
    ${table(
      [
        ['Ask', 'name'],
        ['Ballots', 'number'],
        ['Cost a row', 'number'],
        ['Error', 'number'],
        ['Best while one error costs', 'text'],
      ],
      frontier.buys.map(({ arm, n, usd: cost, error, from, to }): Content[] => [
        comparison.arms[arm]?.name ?? '',
        n,
        usd(cost),
        errorOf({ metric: 'error' }, error),
        prices(from, to),
      ]),
    )}`;
};

const prices = (from: number, to: number | null): string => {
  if (to === null) return from === 0 ? 'whatever it costs' : `${usd(from)} or more`;
  return from === 0 ? `up to ${usd(to)}` : `${usd(from)} to ${usd(to)}`;
};
