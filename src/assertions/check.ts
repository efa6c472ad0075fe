import type { Checked, Made } from '../assertion.ts';
import { Fault } from '../fault.ts';
import { quote, show } from '../wording/quote.ts';
import { containsChecks } from './contains.ts';
import { javascript } from './javascript.ts';
import { jsonChecks } from './json-checks.ts';
import type { CheckedType } from './kinds.ts';
import { measureChecks } from './measured.ts';
import { textChecks } from './text-checks.ts';
import { valueFor } from './value.ts';
import { voteOf } from './vote.ts';
import { inOrder } from './words.ts';
import type { AssertedRow, AssertionTerms, Written } from './written.ts';

/** What code looks for in an output: `claim` says it in words, and `holds` throws where it can't be told. */
export type Check = { readonly claim: string; readonly holds: (made: Made) => boolean };

/** What a check is made from: the value as it is for the row, and how a value that won't do is refused. */
export type CheckTerms = {
  readonly value: unknown;
  readonly threshold: number | null;
  readonly refuse: (takes: string, found?: string) => Fault;
};

type Answer = Checked & { readonly reading: string };

/** An assertion that code checks. What it is compared with is settled here; only the output is still to come. */
export const check = async (
  type: CheckedType,
  written: Written,
  row: AssertedRow,
  terms: AssertionTerms,
): Promise<Answer> => {
  if (type === 'javascript') return javascript(written, row, terms);
  const { threshold, inverse } = written;
  const value = await valueFor(written, row, terms);
  const { claim, holds } = checks[type]({ value, threshold, refuse: refusing(written, value) });
  return {
    kind: 'checked',
    reading: inOrder([type, inverse, threshold, value]),
    check: async (made) => {
      const passes = holds(made);
      return voteOf({ passes, score: passes ? 1 : 0, reason: `${claim}: ${passes ? 'yes' : 'no'}` }, inverse);
    },
  };
};

const checks: Readonly<Record<Exclude<CheckedType, 'javascript'>, (terms: CheckTerms) => Check>> = {
  ...textChecks,
  ...containsChecks,
  ...jsonChecks,
  ...measureChecks,
};

const refusing =
  ({ type, inverse, value, where }: Written, rendered: unknown) =>
  (takes: string, found = foundIn(value, rendered)): Fault =>
    new Fault(
      'assertion/value',
      `The assertion ${quote(inverse ? `not-${type}` : type)} has ${found}, so no output could be held against it.\nIt takes ${takes}.`,
      { where },
    );

const foundIn = (written: unknown, rendered: unknown): string => {
  if (rendered === undefined) return 'no "value"';
  const came = `the value ${show((JSON.stringify(rendered) ?? '').slice(0, 200), 60)}`;
  return typeof written === 'string' && written !== rendered
    ? `for one of the rows ${came}, made from ${quote(written)}`
    : came;
};
