import type { Findings, JudgeFinding } from '../analyse/analyse.ts';
import type { RowVerdict } from '../analyse/verdicts.ts';
import { count, percent } from './format.ts';
import { html, type Markup } from './markup.ts';

const shownRows = 200;

/** Who voted, and how the ballots ended. */
export const judgeTable = (judges: readonly JudgeFinding[]): Markup =>
  html` <h3>Ballots</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Judge</th>
            <th class="n">Rows</th>
            <th class="n">Cast</th>
            <th class="n">Abstained</th>
            <th class="n">Invalid</th>
            <th class="n">Failed</th>
            <th class="n">Rows on which it never varies</th>
          </tr>
        </thead>
        <tbody>
          ${judges.map(
            ({ judge, rows, outcomes, identical }) =>
              html` <tr>
                <td class="id">${judge}</td>
                <td class="n">${count(rows)}</td>
                <td class="n">${count(outcomes.cast)}</td>
                <td class="n">${count(outcomes.abstained)}</td>
                <td class="n">${count(outcomes.invalid)}</td>
                <td class="n">${count(outcomes.failed)}</td>
                <td class="n">${identical === null ? '–' : percent(identical)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;

/** The rows that deserve a look: wrong ones first, then undecided ones, then the closest decisions. */
export const rowTable = ({ verdicts }: Findings, criterion: string): Markup => {
  const rows = verdicts.filter((verdict) => verdict.criterion === criterion);
  const sorted = rows.toSorted((a, b) => rank(a) - rank(b) || margin(a) - margin(b));
  const wrong = rows.filter(({ correct }) => correct === false).length;
  const undecided = rows.filter(({ verdict }) => verdict.kind === 'undecided').length;
  return html`
<h3>Rows</h3>
<p class="quiet">Of ${count(rows.length)} rows the whole panel judges ${count(wrong)} wrongly and leaves ${count(undecided)} undecided. ${
    rows.length > shownRows &&
    `The ${shownRows} that most deserve a look are shown; all stand in report.json and verdicts.csv. `
  }Wrong verdicts first, then undecided rows, then the closest votes.</p>
<details${rows.length <= 30 && html` open`}><summary>Verdict by row</summary>
<div class="scroll"><table>
<thead><tr><th>Row</th><th>Verdict</th><th>Gold</th><th>Votes</th></tr></thead>
<tbody>${sorted.slice(0, shownRows).map(rowOf)}</tbody></table></div></details>`;
};

const rowOf = ({ row, verdict, gold, correct, votes }: RowVerdict): Markup =>
  html` <tr>
    <td class="id">${row}</td>
    <td>
      ${
        verdict.kind === 'undecided'
          ? html`<span class="quiet">undecided: ${verdict.cause}</span>`
          : html`<span class="${correct === null ? '' : correct ? 'right' : 'wrong'}"
              >${shorten(String(verdict.value))}${correct === false && ' ✗'}</span
            >`
      }
    </td>
    <td>${gold === null ? '–' : shorten(String(gold))}</td>
    <td>
      ${votes
        .slice(0, 5)
        .map(({ value, count: cast }) => `${shorten(String(value))} × ${cast}`)
        .join(', ')}${votes.length > 5 && `, and ${votes.length - 5} more`}
    </td>
  </tr>`;

const rank = ({ correct, verdict }: RowVerdict): number =>
  correct === false ? 0 : verdict.kind === 'undecided' ? 1 : 2;
const margin = ({ votes }: RowVerdict): number => {
  const cast = votes.reduce((sum, { count: own }) => sum + own, 0);
  return cast === 0 ? 0 : ((votes[0]?.count ?? 0) - (votes[1]?.count ?? 0)) / cast;
};
const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
