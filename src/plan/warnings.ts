import type { RuleSpec } from '../aggregate/rule.ts';
import type { Experiment } from '../experiment.ts';
import type { Judge } from '../panel.ts';
import { binomialRow } from '../statistics/binomial.ts';
import { quote, quoteAll } from '../wording/quote.ts';
import { panelSize } from './slots.ts';

/** What a user should know before spending, and may choose to live with. */
export const warningsOf = (experiment: Experiment, rule: RuleSpec): string[] => [
  ...evenPanel(experiment, rule),
  ...repetitions(experiment.judges),
  ...sameSeed(experiment.judges),
  ...twins(experiment),
];

/** Chance of a tie among n independent ballots, each right with probability p. */
export const tieShare = (n: number, p: number): number =>
  n % 2 === 1 || n > 1000 ? 0 : (binomialRow(n)[n / 2] ?? 0) * (p * (1 - p)) ** (n / 2);

const evenPanel = (experiment: Experiment, rule: RuleSpec): string[] => {
  if (rule.kind !== 'majority' && rule.kind !== 'plurality') return [];
  const sizes = new Set(experiment.criteria.map((criterion) => panelSize(experiment, criterion)));
  return [...sizes]
    .filter((n) => n > 0 && n % 2 === 0)
    .map(
      (n) =>
        `${n} ballots a criterion can tie under ${rule.kind}: about ${percent(tieShare(n, 0.8))} of rows where four ballots in five agree, ${percent(tieShare(n, 0.5))} where judges are torn. With two labels the last ballot buys nothing: a panel of ${n - 1} decides as well, one of ${n + 1} better.`,
    );
};

/** At temperature 0 a model repeats itself, so its second sample is the first once more. */
const repetitions = (judges: readonly Judge[]): string[] =>
  judges
    .filter(({ samples, sampling, spec }) => samples > 1 && sampling.temperature === 0 && spec.provider !== 'replay')
    .map(
      ({ id, samples }) =>
        `Judge ${quote(id)} is asked ${samples} times at temperature 0: zero diversity, since it will mostly repeat itself. One sample costs a ${fraction(samples)} and says as much; for votes that differ, raise the temperature or add another model.`,
    );

/** With one seed for all samples, a server that honours seeds gives the same reply each time. */
const sameSeed = (judges: readonly Judge[]): string[] =>
  judges
    .filter(({ samples, sampling, spec }) => samples > 1 && sampling.seed !== null && spec.provider !== 'replay')
    .map(
      ({ id, samples, sampling }) =>
        `Judge ${quote(id)} is asked ${samples} times with the same seed, ${sampling.seed}: zero diversity on every server that honours seeds. Leave "seed" out, or ask for one sample.`,
    );

/** One model under two names votes twice. */
const twins = ({ judges, rubric, answerPrompts }: Experiment): string[] =>
  Map.groupBy(judges, ({ spec, sampling, variant, asks }) =>
    JSON.stringify([
      spec.provider,
      spec.baseUrl,
      spec.model,
      sampling,
      variant ?? rubric?.variants[0].id ?? answerPrompts[0]?.id,
      asks,
    ]),
  )
    .values()
    .filter((same) => same.length > 1)
    .map(
      (same) =>
        `Judges ${quoteAll(same.map(({ id }) => id))} are one configuration (${quote(same[0]?.spec.model ?? '')}) under ${same.length} names: they will err alike, so they are samples of one judge, not ${same.length} judges. Give one of them ${same.length} samples, or another model.`,
    )
    .toArray();

const fraction = (n: number): string => ({ 2: 'half', 3: 'third', 4: 'quarter' })[n] ?? `${n}th`;

const percent = (share: number): string => `${Math.round(100 * share)}%`;
