import type { Emphasis } from '../report/terminal.ts';
import { printable } from '../report/escape.ts';
import { count, dollars, duration, percent, plural } from '../report/format.ts';
import type { Plan } from '../plan/plan.ts';
import { table } from './table.ts';

/** What a plan says on a terminal. */
export const planText = (plan: Plan, { strong, quiet, warn }: Emphasis): string => {
  const criteria = plan.criteria
    .map(({ id, ballots, rows }) => `${id} ×${ballots}${rows === undefined ? '' : ` (${plural(rows, 'row')})`}`)
    .join(', ');
  const kept = plan.kept === 0 ? '' : `, of which the ledger has ${count(plan.kept)}`;
  const checks = plan.checks === 0 ? '' : `${kept === '' ? '' : ','} and ${plural(plan.checks, 'check')} by code`;
  const outputs = plan.outputs === 0 ? '' : ` after ${plural(plan.outputs, 'output')} to sample first`;
  return [
    strong(
      printable(
        `${plan.name}: ${plural(plan.rows, 'row')} × ${criteria} = ${plural(plan.slots, 'ballot')}${kept}${checks}${outputs}`,
      ),
    ),
    '',
    ...table(
      ['judge', 'model', 'calls', 'tokens in', 'tokens out', 'cost', 'at most'],
      [...plan.generators, ...plan.judges].map((judge) => [
        printable(judge.judge),
        printable(judge.model),
        count(judge.slots - judge.kept),
        count(judge.inputTokens),
        count(judge.outputTokens),
        cost(judge.usd),
        cost(judge.atMostUsd),
      ]),
      { left: 2 },
    ).map((line, at) => (at === 0 ? quiet(line) : line)),
    '',
    ...costLines(plan),
    ...timeLines(plan),
    '',
    ...powerLines(plan),
    ...(plan.warnings.length === 0 ? [] : ['']),
    ...plan.warnings.map((warning) => warn(printable(`! ${warning}`))),
  ].join('\n');
};

const cost = (usd: number | null): string => (usd === null ? 'unknown' : dollars(usd));

const costLines = ({ calls, usd, atMostUsd, unknownPrices, pricesAsOf, limits }: Plan): string[] => {
  const unknown =
    unknownPrices.length === 0 || usd === null
      ? ''
      : ` and the unknown price of ${unknownPrices.map(printable).join(', ')}`;
  const bound = limits.usd === null ? '' : `; the run stops before ${dollars(limits.usd)}`;
  const calling = limits.calls === null ? '' : `, ${plural(limits.calls, 'call')} at the most`;
  return [
    `Cost at the prices of ${pricesAsOf}: ${usd === null ? 'unknown' : `about ${dollars(usd)}, at most ${cost(atMostUsd)}`}${unknown} for ${plural(calls, 'call')}${calling}${bound}.`,
  ];
};

const timeLines = ({ lanes, shortestMs, calls, slots, kept, rehearse }: Plan): string[] => {
  if (calls === 0)
    return [kept === slots && kept > 0 ? 'Nothing is owed: the ledger has every ballot.' : 'No model is called.'];
  const longest = lanes.reduce((most, next) => (next.ms > most.ms ? next : most));
  const guess = rehearse
    ? ', at the latencies and limits that the rehearsal declares'
    : longest.bound === 'calls in flight'
      ? ', at a second a call'
      : '';
  const unknown = longest.limitsUnknown
    ? " The server's own limits are learned from its replies and may make it longer."
    : '';
  return [
    `Time: at least ${duration(shortestMs)}, bound by ${longest.bound} of ${printable(longest.lane)}${guess}.${unknown}`,
  ];
};

/** Criteria that tell the same share a line. */
const powerLines = ({ power, level }: Plan): string[] =>
  Map.groupBy(power, (criterion) => powerSentence(criterion, level))
    .entries()
    .map(([sentence, of]) => printable(`${of.map(({ criterion }) => criterion).join(', ')}: ${sentence}`))
    .toArray();

const powerSentence = ({ rowsWithGold, units, widths, samples }: Plan['power'][number], level: number): string => {
  if (widths.length === 0)
    return `${rowsWithGold === 0 ? 'no row has gold' : 'one unit with gold'}, so agreement can be told, and error can't.`;
  const rows =
    units === rowsWithGold ? plural(units, 'row') : `${plural(rowsWithGold, 'row')} in ${plural(units, 'group')}`;
  const shown = widths
    .map(({ error, lower, upper }) => `${percent(error)} (${percent(lower)}–${percent(upper)})`)
    .join(', ');
  const narrower = samples > 1 ? ` More rows narrow that; ${samples} ballots a row do only where judges are torn.` : '';
  return `${rows} with gold tell an error of ${shown}, with ${percent(level)} confidence.${narrower}`;
};
