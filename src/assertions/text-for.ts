import { Fault } from '../fault.ts';
import { quote, show } from '../wording/quote.ts';
import { valueFor } from './value.ts';
import type { AssertedRow, AssertionTerms, Written } from './written.ts';

/** As `valueFor`, where nothing but a text will do. */
export const textFor = async (written: Written, row: AssertedRow, terms: AssertionTerms): Promise<string> => {
  const value = await valueFor(written, row, terms);
  if (typeof value === 'string') return value;
  throw new Fault(
    'assertion/value',
    value === undefined || value === null
      ? `The assertion ${quote(written.type)} has no "value", so there is nothing to judge an output by.\nWrite it.`
      : `The assertion ${quote(written.type)} has the value ${show((JSON.stringify(value) ?? '').slice(0, 200), 60)}, but takes a text.\nWrite it as text.`,
    { where: written.where },
  );
};
