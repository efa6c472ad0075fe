import type { BallotRecord } from '../../src/ledger.ts';
import { ballot, failedBallot } from './records.ts';

/** The ballot of a number: different numbers, different sizes and outcomes, so that a mix-up shows. */
export const numbered = (number: number): BallotRecord => {
  const about = { key: `key ${number}`, row: `row ${number}`, sample: number % 7 };
  if (number % 11 === 0) return failedBallot(about);
  const reply = `reply ${number} `.repeat(number % 13 === 0 ? 900 : 20);
  const messages = [{ role: 'user', content: `prompt ${Math.floor(number / 5)} `.repeat(30) }] as const;
  return ballot({ ...about, vote: { kind: 'cast', value: number }, reply, trace: { messages } });
};
