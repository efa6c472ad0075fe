import { agreementOf } from '../analyse/agreement.ts';
import type { Analysis } from '../analyse/analyse.ts';
import type { GateSpec } from '../gate.ts';
import { decide } from './decide.ts';
import type { Finding } from './finding.ts';

/** Holds Krippendorff's alpha of the panel's ballots on one criterion to a bound; its bounds are percentiles over resampled rows. */
export const agreementGate = (
  spec: Extract<GateSpec, { readonly kind: 'bound' }>,
  criterion: string,
  { questions, recording, settings }: Analysis,
): Finding => {
  const plain = { left: [], rowsNeeded: null, unchanged: null, offenders: [] } as const;
  const poll = questions.find((question) => question.poll.criterion.id === criterion)?.poll;
  const found =
    poll === undefined
      ? []
      : agreementOf(poll, poll.cells, {
          judge: '*',
          rows: recording.rows,
          settings: { ...settings, level: 2 * spec.level - 1 },
        });
  const alpha = found.find(({ coefficient }) => coefficient === 'krippendorff-alpha');
  if (alpha === undefined || alpha.undefined)
    return {
      ...plain,
      decision: 'inconclusive',
      observed: null,
      lower: null,
      upper: null,
      rows: alpha?.rows ?? 0,
      reason:
        alpha === undefined
          ? 'No row has two ballots with a value.'
          : 'All ballots are alike, so that agreement beyond chance can not be told.',
    };
  const { value: observed, lower, upper, rows } = alpha;
  return { ...plain, decision: decide(spec, { lower, upper }), observed, lower, upper, rows, reason: null };
};
