import { flags, type Spelling } from '../analyse/spelling.ts';
import { Fault } from '../fault.ts';
import type { Allowance } from '../gate.ts';
import type { Comparison } from './comparison.ts';
import { rowsNamed } from './mismatch.ts';

/** Refuses a comparison of arms that were not asked the same, unless that was allowed, and says in what they differ. */
export const checkComparable = (
  { arms, mismatches, pairings }: Pick<Comparison, 'arms' | 'mismatches' | 'pairings'>,
  allow: readonly Allowance[],
  { option }: Spelling = flags,
): void => {
  const found = mismatches.filter(({ kind }) => (kind === 'rubric' || kind === 'data') && !allow.includes(kind));
  if (found.length > 0) {
    const kinds = [...new Set(found.map(({ kind }) => kind))];
    const differences = found.map(({ arm, message }) => `${arms[arm]?.name ?? ''}: ${message}`).join('; ');
    throw new Fault(
      'compare/mismatch',
      `The arms were not asked the same, so a difference could be that of the questions (${differences}).\nCompare runs of one rubric and one data set, or say that you mean it: ${option('allow', kinds)}.`,
    );
  }
  const apart = arms.findIndex((_, at) => at > 0 && pairings.every(({ arm, paired }) => arm !== at || paired === 0));
  if (apart > 0) throw nothingShared({ arms, pairings }, apart);
};

const nothingShared = ({ arms, pairings }: Pick<Comparison, 'arms' | 'pairings'>, at: number): Fault => {
  const left = pairings.flatMap(({ arm, unpaired }) => (arm === at ? unpaired : []));
  const why = [...new Set(left.map(({ why: each, rows }) => `${rowsNamed(rows)} ${each}`))].join('; ');
  return new Fault(
    'compare/mismatch',
    `"${arms[0]?.name}" and "${arms[at]?.name}" have no row and criterion in common that both have ballots on${why === '' ? '' : ` (${why})`}, so no row can be compared with itself.\nCompare whole runs of one data set; rows are paired by their ids.`,
  );
};
