import type { SuiteRow } from './rows.ts';
import type { Scope } from './scope.ts';

/** The rows of which something is asserted. The outputs of others would be paid for and never judged. */
export const judgedRows = (rows: readonly SuiteRow[], scope: Scope): readonly SuiteRow[] => {
  const isJudged = ({ test }: SuiteRow): boolean => test.asserts.length > 0;
  const judged = rows.filter(isJudged);
  const idle = new Set(rows.filter((row) => !isJudged(row)).map(({ test }) => test));
  const [first] = idle;
  if (first !== undefined && judged.length > 0)
    scope.notes.add(
      idle.size === 1
        ? `A test asserts nothing (${first.where}) and is left out: its output would be paid for and never judged. promptfoo passes it.`
        : `${idle.size} tests assert nothing (the first: ${first.where}) and are left out: their outputs would be paid for and never judged. promptfoo passes them.`,
    );
  return judged;
};
