import { agreementOf } from '../analyse/agreement.ts';
import type { Analysis } from '../analyse/analyse.ts';
import { enough } from '../analyse/clusters.ts';
import type { Subject } from '../arm.ts';
import type { GateSpec } from '../gate.ts';
import { decide } from './decide.ts';
import type { Finding } from './finding.ts';

/** Holds Krippendorff's alpha of the panel's ballots on one criterion to a bound; its bounds are percentiles over resampled rows. */
export const agreementGate = (
  spec: Extract<GateSpec, { readonly kind: 'bound' }>,
  subject: Subject,
  { questions, recording, settings }: Analysis,
): Finding => {
  const poll = questions.find((question) => question.poll.criterion.id === subject.id)?.poll;
  const found =
    poll === undefined
      ? []
      : agreementOf(poll, poll.cells, {
          judge: '*',
          rows: recording.rows,
          settings: { ...settings, level: 2 * spec.level - 1 },
        });
  const missing = [...subject.rows.values()].filter((row) => row.missing).map(({ row }) => row);
  const left = missing.length === 0 ? [] : [{ why: 'without their ballots', rows: missing }];
  const plain = { left, rowsNeeded: null, unchanged: null, offenders: [] } as const;
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
  // Resampled bounds say little of a few rows, and nothing of rows that are yet to come.
  const reason =
    missing.length > 0
      ? `${missing.length} ${missing.length === 1 ? 'row is' : 'rows are'} without their ballots.`
      : rows < enough
        ? `Resampling tells nothing of fewer than ${enough} rows.`
        : null;
  const decision = reason === null ? decide(spec, { lower, upper }) : 'inconclusive';
  return { ...plain, decision, observed, lower, upper, rows, reason };
};
