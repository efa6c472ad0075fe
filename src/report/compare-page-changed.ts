import type { ArmRow } from '../arm.ts';
import type { ChangedRow, Comparison, Pairing } from '../compare/comparison.ts';
import { changedRows, changedTotal, unpairedText, valueText, verdictText, votesText } from './compare-changed.ts';
import { namesIn } from './compare-words.ts';
import { plural } from './format.ts';
import { html, type Content, type Markup } from './markup.ts';
import { fold, table } from './page-table.ts';

const [shownRows, shownNames] = [200, 1000];

/** So many names can stand on the page as they are; more of them are folded away. */
const few = 12;

/** The rows on which a pairing's verdicts differ, with the ballots of both, folded away; and the rows that it leaves out. */
export const changedSection = (pairing: Pairing, comparison: Comparison): Markup => {
  const { arm, reference } = namesIn(comparison, pairing);
  const changed = changedRows(pairing);
  const more = changed.length > shownRows ? `; the first ${shownRows} are shown, and report files hold all` : '';
  return html`${
    changed.length > 0 &&
    fold(
      `${reference} → ${arm}: ${changedTotal(pairing)}`,
      table(
        [
          ['Row', 'name'],
          ['Gold', 'text'],
          [reference, 'text'],
          [arm, 'text'],
        ],
        changed.slice(0, shownRows).map(line),
        `Rows that got worse come first${more}.`,
      ),
    )
  }
  ${leftOut(pairing, `${reference} → ${arm}`)}`;
};

const line = ({ row, reference, arm }: ChangedRow): Content[] => {
  const gold = arm.gold ?? reference.gold;
  return [row, gold === null ? '–' : valueText(gold), side(reference), side(arm)];
};

const side = (row: ArmRow): Markup => {
  const { verdict, gold } = row;
  const isRight = gold === null || verdict.kind === 'undecided' ? null : verdict.value === gold;
  const votes = votesText(row);
  return html`<span class="${isRight === null ? '' : isRight ? 'right' : 'wrong'}"
      >${verdictText(row)}${isRight === false && ' ✗'}</span
    >${votes !== '' && html`<br /><span class="quiet">${votes}</span>`}`;
};

const leftOut = ({ unpaired }: Pairing, who: string): Markup | null => {
  const rows = unpaired.reduce((sum, each) => sum + each.rows.length, 0);
  if (rows === 0) return null;
  const list = html`<ul class="quiet">
    ${unpaired.map((each) => html`<li>${unpairedText(each, shownNames)}</li>`)}
  </ul>`;
  const total = `${who}: ${plural(rows, 'row')} left out`;
  return rows > few
    ? fold(total, list)
    : html`<p class="quiet">${total}</p>
        ${list}`;
};
