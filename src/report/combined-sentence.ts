import type { Combined } from '../analyse/combined.ts';
import type { Rate } from '../analyse/rate.ts';
import { count, errorOf, plural } from './format.ts';

/** How many rows pass all criteria together: "Combined (all 4): 61.2% of 147 rows pass (53.1%–68.8%), 3 more are undecided." */
export const combinedSentence = (combined: Combined): string => {
  const { passRate, undecided, rows } = combined;
  const name = `Combined (${ruleOf(combined)})`;
  if (passRate === null) return `${name}: none of ${plural(rows.length, 'row')} is decided.`;
  const open = undecided === 0 ? '' : `, ${count(undecided)} more ${undecided === 1 ? 'is' : 'are'} undecided`;
  return `${name}: ${share(passRate.value)} of ${plural(passRate.rows, 'row')} ${passRate.rows === 1 ? 'passes' : 'pass'} (${interval(passRate)})${open}.`;
};

/** How often the combined verdict errs; null where no row has gold on every criterion. */
export const combinedErrorSentence = ({ error }: Combined): string | null =>
  error === null
    ? null
    : `Against gold the combined verdict errs on ${share(error.value)} of ${plural(error.rows, 'row')} (${interval(error)}); undecided rows count as errors.`;

/** How the criteria are combined, in words: "all 4", "at least 3 of 4". */
const ruleOf = ({ label, criteria }: Combined): string => (label === 'all' ? `all ${criteria.length}` : label);

const share = (value: number): string => errorOf({ metric: 'error' }, value);

const interval = ({ lower, upper }: Rate): string => `${share(lower)}–${share(upper)}`;
