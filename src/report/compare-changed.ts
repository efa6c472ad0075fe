import type { ArmRow } from '../arm.ts';
import type { ChangedRow, Pairing, Unpaired } from '../compare/comparison.ts';
import { number, plural } from './format.ts';
import { names } from './names.ts';
import { lostBallots } from './verdicts.ts';

/** The rows on which two verdicts differ, those that got worse first. */
export const changedRows = ({ changed }: Pick<Pairing, 'changed'>): readonly ChangedRow[] =>
  changed.toSorted((a, b) => harm(b) - harm(a));

/** "22 rows changed: 4 for the worse, 18 for the better", and without gold how many pass no longer and how many do now. */
export const changedTotal = (pairing: Pick<Pairing, 'changed' | 'by'>): string => {
  const harms = pairing.changed.map(harm);
  const [worse, better] = [harms.filter((each) => each > 0).length, harms.filter((each) => each < 0).length];
  const said = pairing.by === 'error' ? ['for the worse', 'for the better'] : ['towards failing', 'towards passing'];
  const split = worse + better === 0 ? '' : `: ${worse} ${said[0]}, ${better} ${said[1]}`;
  return `${plural(harms.length, 'row')} changed${split}`;
};

/** "pass", "2.5", "undecided: tie". */
export const verdictText = ({ verdict }: Pick<ArmRow, 'verdict'>): string =>
  verdict.kind === 'undecided' ? `undecided: ${verdict.cause}` : valueText(verdict.value);

/** "pass × 3, fail × 2, 1 invalid"; empty where a verdict is made of other verdicts. */
export const votesText = ({ votes, outcomes }: Pick<ArmRow, 'votes' | 'outcomes'>): string =>
  votes.length === 0
    ? ''
    : [
        ...votes.slice(0, most).map(({ value, count }) => `${valueText(value)}\u00a0×\u00a0${count}`),
        ...(votes.length > most ? [`and ${votes.length - most} more`] : []),
        lostBallots(outcomes),
      ]
        .filter((part) => part !== '')
        .join(', ');

export const valueText = (value: string | number): string => {
  if (typeof value === 'number') return number(value);
  return value.length > 60 ? `${value.slice(0, 59)}…` : value;
};

/** "3 rows not in big: r1, r2, r3", of very many only the first. */
export const unpairedText = ({ why, rows }: Unpaired, most: number): string =>
  `${plural(rows.length, 'row')} ${why}: ${names(rows, most)}`;

/** So many values of one row are shown. */
const most = 5;

/** How much more the arm errs on a row than the reference; without gold, whether the row stopped passing. */
const harm = ({ reference, arm }: ChangedRow): number =>
  reference.error !== null && arm.error !== null ? arm.error - reference.error : failing(arm) - failing(reference);

/** An undecided row stands between one that passes and one that does not. */
const failing = ({ passes }: ArmRow): number => (passes === null ? 0.5 : passes ? 0 : 1);
