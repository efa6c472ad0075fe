import type { OutcomeCounts } from '../ballot.ts';
import type { RunFacts } from '../run.ts';
import { count, dollars, duration, fixed, plural } from './format.ts';

/** How long the calls took, and how much of that the parallel dispatch saved. */
export const timeSentence = ({ calls, retries, wallMs, serialMs, shortestMs, speed, kept }: RunFacts): string => {
  if (calls === 0) return `No call was made${kept > 0 ? ': the ledger had the ballots' : ''}.`;
  // Calls that were never answered take time too, and have none here.
  const serial =
    serialMs <= wallMs
      ? ''
      : ` One after the other they would have taken ${duration(serialMs)}, ${times(serialMs / wallMs)} as long.`;
  const clock =
    speed === null
      ? ''
      : ` The clock of the rehearsal ran ${times(speed)} as fast as the latencies it declares${shortestMs === null ? '' : `, at which a real run takes ${duration(shortestMs)} or more`}.`;
  return `${plural(calls, 'call')} (${retriesOf(retries)}) took ${duration(wallMs)}.${serial}${clock}`;
};

/** Whether calls really ran beside one another: the most in flight on each lane. */
export const parallelSentence = ({ lanes }: RunFacts): string | null => {
  const used = lanes.filter(({ calls }) => calls > 0);
  if (used.length === 0) return null;
  const widest = used.reduce((most, next) => (next.peakInFlight > most.peakInFlight ? next : most));
  const where = used.length === 1 ? '' : `, on the widest of ${used.length} lanes`;
  return widest.peakInFlight <= 1
    ? `The calls ran one at a time${used.length === 1 ? '' : ' on every lane'}: never were two in flight at once.`
    : `The calls ran in parallel: at the peak ${count(widest.peakInFlight)} were in flight at once, of ${count(widest.asked)} that were allowed${where}.`;
};

/** What the run cost; an unknown price is said to be unknown. Where nothing was asked, what the ballots cost when they were. */
export const costSentence = (
  { usd, usdUnsettled, usdOfBallots, unknownPrices, expectedUsd, calls }: RunFacts,
  rehearsal: boolean,
): string | null => {
  if (calls === 0)
    return usdOfBallots === null || rehearsal
      ? null
      : `The ballots cost ${dollars(usdOfBallots)} when they were asked for.`;
  const unknown = unknownPrices.length === 0 ? '' : ` No price is known for ${unknownPrices.join(', ')}.`;
  const expected = expectedUsd === null ? '' : `; ${dollars(expectedUsd)} was expected`;
  const paid = rehearsal ? 'A rehearsal spends nothing; at the prices of the models it would have cost' : 'It cost';
  if (usd === null) return `${paid} an unknown sum${expected}.${unknown}`;
  if (unknownPrices.length > 0) return `${paid} ${dollars(usd)} or more${expected}.${unknown}`;
  const most = dollars(usd + usdUnsettled);
  const perhaps = most === dollars(usd) ? '' : `, and up to ${most} with calls that ended without a reply`;
  return `${paid} ${dollars(usd)}${perhaps}${expected}.`;
};

/** How the ballots ended, and how many of them the ledger already had. */
export const ballotSentence = ({ kept }: RunFacts, outcomes: OutcomeCounts): string => {
  const before = kept === 0 ? '' : ` ${plural(kept, 'ballot')} ${kept === 1 ? 'was' : 'were'} in the ledger already.`;
  return `Ballots: ${count(outcomes.cast)} cast, ${count(outcomes.abstained)} abstained, ${count(outcomes.invalid)} invalid, ${count(outcomes.failed)} failed.${before}`;
};

/** What was not run, and why; null where everything was. The command that resumes stands apart, for it is copied. */
export const missingSentence = ({ notRun, complete }: RunFacts): string | null => {
  const all = notRun.reduce((sum, { count: own }) => sum + own, 0);
  if (complete && all === 0) return null;
  if (all === 0) return 'The run is not complete.';
  const why = notRun
    .map(({ cause, count: own }) => (notRun.length === 1 ? cause : `${cause} (${count(own)})`))
    .join(', ');
  return `${complete ? '' : 'The run is not complete: '}${plural(all, 'ballot')} ${all === 1 ? 'was' : 'were'} not run: ${why}.`;
};

const retriesOf = (retries: number): string =>
  retries === 1 ? '1 retry' : `${retries === 0 ? 'no' : count(retries)} retries`;

const times = (factor: number): string => `${factor >= 10 ? count(Math.round(factor)) : fixed(factor, 1)} times`;
