import type { Limits } from '../experiment.ts';
import { Fault } from '../fault.ts';
import { quoteAll } from '../wording/quote.ts';
import { mostOf, sumKnown, type JudgeEstimate, type Piece, type Terms } from './estimate.ts';

/**
 * Refuses a budget that cannot be kept (a price is unknown), or that cannot buy a single row: `row` is the estimate of one row, its
 * output included where that is sampled first, and `pieces` are its calls with their terms.
 */
export const checkBudget = (
  limits: Limits,
  row: readonly JudgeEstimate[],
  pieces: readonly { readonly piece: Piece; readonly terms: Terms | undefined }[],
): void => {
  if (limits.usd !== null) checkPrices(limits.usd, row);
  const calls = row.reduce((sum, { slots }) => sum + slots, 0);
  if (limits.calls !== null && limits.calls < calls)
    throw tooSmall(`limits.calls is ${limits.calls}, but one row needs ${calls} calls`, 'ask fewer samples or judges');
  if (limits.usd === null) return;
  const { usd } = sumKnown(row.map((judge) => judge.usd));
  if (limits.usd < usd)
    throw tooSmall(
      `limits.usd is $${limits.usd}, but one row costs about $${usd.toPrecision(2)}`,
      'ask fewer samples or cheaper judges',
    );
  // Every call is held back at the most that it can cost, so a smaller limit would let none of them go.
  const most = Math.max(0, ...pieces.map(({ piece, terms }) => (terms?.price ? mostOf(piece.ask, terms.price) : 0)));
  if (limits.usd < most)
    throw tooSmall(
      `limits.usd is $${limits.usd}, but a single call may cost up to $${most.toPrecision(2)}, and is sent only if that much is left`,
      'lower "maxTokens", or ask cheaper judges',
    );
};

const checkPrices = (usd: number, row: readonly JudgeEstimate[]): void => {
  const unknown = new Set(row.filter((judge) => judge.usd === null && judge.slots > 0).map(({ model }) => model));
  if (unknown.size === 0) return;
  throw new Fault(
    'budget/no-price',
    `limits.usd is $${usd}, but what ${quoteAll([...unknown])} costs is not known, so the limit could not be kept.
Give its price in US dollars for a million tokens (price: {input: 0.10, output: 0.50}) if it is a judge, or limit calls instead (limits: {calls: 1000}).`,
  );
};

const tooSmall = (found: string, instead: string): Fault =>
  new Fault('budget/too-small', `${found}, so not one row would be complete.\nRaise it, or ${instead}.`);
