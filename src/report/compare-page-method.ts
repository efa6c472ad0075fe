import type { Comparison } from '../compare/comparison.ts';
import { byMargin, testsOf } from './compare-words.ts';
import { percent, plural } from './format.ts';
import { html, type Markup } from './markup.ts';

/** How the differences, their intervals and their tests were computed. */
export const comparisonMethod = (comparison: Comparison): Markup => {
  const { n, level, pairings, selections, arms } = comparison;
  const found = pairings.flatMap(({ error, fail }) => [error, fail].filter((each) => each !== null));
  const tests = found.map(({ test }) => test);
  const methods = new Set(found.map(({ difference }) => difference.method));
  const drawn = tests.some(({ exact }) => !exact);
  const said = [
    `Every arm is compared with ${arms[0]?.name ?? 'the first'} row by row, on the rows that both have: what makes a row hard or easy falls out of the difference.`,
    `The error of a row is the chance that ${n === null ? 'its ballots decide' : `${plural(n, 'ballot')} of it, over all such subsets, would decide`} wrongly; a tie is shared among its leaders.`,
    tests.some(({ name }) => name === 'mcnemar')
      ? "Where every row is simply right or wrong, or passes or not, p is McNemar's mid-p (Fagerland, Lydersen and Laake 2013)."
      : '',
    tests.some(({ name }) => name === 'sign-flip')
      ? 'Where rows err in part, or hang together in groups, p is that of a test that flips the sign of each row’s difference, or of each group’s.'
      : '',
    methods.has('tango') ? "Intervals of few rows that differ are Tango's score intervals (Tango 1998)." : '',
    methods.has('t')
      ? `${methods.has('tango') ? 'Other intervals' : 'Intervals'} are t intervals of the mean difference, clustered where rows share a group.`
      : '',
    holmSentence(),
    `“Better” and “worse” need an adjusted p below ${percent(1 - level)}; “not worse” means not shown to differ, and not worse${byMargin(comparison)} with ${percent(level)} confidence; “alike” means that no row differs.`,
    selections.length > 0
      ? 'What the best arm errs is counted on five folds of the rows, drawn from the seed, each by the arm that is best on the other four.'
      : '',
  ];
  return html`<h2 id="method">How this was computed</h2>
    <p>${said.filter((sentence) => sentence !== '').join(' ')}</p>
    <p class="quiet">
      ${
        drawn
          ? 'A p after ≈ is simulated, from a seed that is kept: the same ballots give the same figure.'
          : 'No p on this page is simulated, and none depends on a seed.'
      }
      Level <code>${level}</code> · margin <code>${comparison.margin}</code> · ballots a row
      <code>${n ?? 'all'}</code>
    </p>`;

  function holmSentence(): string {
    const counts = (['errs', 'passes'] as const).map((by) => [by, testsOf(comparison, by)] as const);
    const many = counts.filter(([, count]) => count > 1);
    const named = many.map(([by, count]) => `the ${plural(count, 'test')} of ${by === 'errs' ? 'errors' : 'passes'}`);
    return many.length === 0 ? '' : `Adjusted is p after Holm's step-down (1979) over ${named.join(', and over ')}.`;
  }
};
