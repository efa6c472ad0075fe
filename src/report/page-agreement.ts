import type { Findings } from '../analyse/findings.ts';
import { fixed, percent } from './format.ts';
import { html, type Content, type Markup } from './markup.ts';
import { tableOfJudges } from './page-table.ts';

/** The agreement of ballots on the same row, coefficient beside coefficient. */
export const agreementTable = ({ agreement }: Findings, criterion: string): Markup | null => {
  const byJudge = [
    ...Map.groupBy(
      agreement.filter((entry) => entry.criterion === criterion),
      ({ judge }) => judge,
    ),
  ];
  if (byJudge.length === 0) return null;
  const line = ([judge, entries]: (typeof byJudge)[number]): Content[] => [
    judge === '*' ? html`<b>the panel</b>` : judge,
    entries[0]?.rows ?? 0,
    cell(entries, 'krippendorff-alpha'),
    cell(entries, 'gwet-ac1'),
    cell(entries, 'percent'),
  ];
  return html`<h3>Agreement</h3>
    ${tableOfJudges(
      [
        ['Ballots of', 'name'],
        ['Rows', 'number'],
        ["Krippendorff's α", 'number'],
        ["Gwet's AC1", 'number'],
        ['Pairs that agree', 'number'],
      ],
      {
        panel: byJudge.filter(([judge]) => judge === '*').map(line),
        judges: byJudge.filter(([judge]) => judge !== '*').map(line),
      },
      'How far ballots on the same row agree. It is not accuracy: judges may share an error.',
    )}`;
};

const cell = (entries: Findings['agreement'], coefficient: Findings['agreement'][number]['coefficient']): string => {
  const found = entries.find((entry) => entry.coefficient === coefficient);
  if (found === undefined) return '–';
  const shown = coefficient === 'percent' ? percent : (value: number): string => fixed(value, 2);
  return found.undefined
    ? `${shown(found.value)} (by convention: nothing differs)`
    : `${shown(found.value)} (${shown(found.lower)}–${shown(found.upper)})`;
};
