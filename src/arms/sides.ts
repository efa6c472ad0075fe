import { prepare } from '../analyse/analyse.ts';
import { defaults, type Settings } from '../analyse/settings.ts';
import type { Arm } from '../arm.ts';
import { armOf } from '../compare/arm-of.ts';
import type { Side } from '../compare/compare.ts';
import { Fault } from '../fault.ts';
import { withGoldOf } from '../ledger/merge-gold.ts';
import type { Recording } from '../recording.ts';
import type { ArmSource } from './read-source.ts';
import { withLabelsOf } from './shared-labels.ts';

/**
 * The sides of a comparison: each decides as its own run declared, but for what the caller says of all. Gold is a property of the rows,
 * so an arm without it borrows that of the others.
 */
export const sidesOf = (
  sources: readonly ArmSource[],
  { settings, n }: { readonly settings: Partial<Settings>; readonly n: number | null },
): Side[] => {
  const recordings = sources.flatMap((source) => (source.kind === 'ballots' ? [source.recording] : []));
  return sources.map((source): Side => {
    if (source.kind === 'baseline') return { arm: { ...source.arm, name: source.name }, analysis: null };
    const recording = withLabelsOf(goldFrom(source.recording, recordings), sources);
    const analysis = prepare(recording, { ...defaults, ...source.settings, ...settings });
    const arm = armOf(analysis, { name: source.name, provenance: source.provenance, n });
    if (n !== null) checkSize(arm, n);
    return { arm, analysis };
  });
};

/** Errors of more ballots than any row has would all be unknown, and the comparison one of something else. */
const checkSize = ({ name, subjects }: Arm, n: number): void => {
  const rows = subjects.flatMap((subject) =>
    subject.kind === 'criterion'
      ? [...subject.rows.values()].filter(({ gold, missing }) => gold !== null && !missing)
      : [],
  );
  if (rows.length === 0 || rows.some(({ error }) => error !== null)) return;
  const most = Math.max(...rows.map(({ outcomes: { cast, abstained, invalid } }) => cast + abstained + invalid));
  if (most >= n) return;
  throw new Fault(
    'option/value',
    `--n ${n} asks for the errors of ${n} ballots a row, but no row of "${name}" with gold has more than ${most}.\nChoose up to ${most}, or leave --n out: then all ballots of a row count.`,
  );
};

const goldFrom = (recording: Recording, others: readonly Recording[]): Recording => {
  let filled = recording;
  let taken = 0;
  for (const other of others) {
    if (other === recording) continue;
    const merged = withGoldOf(filled, other);
    filled = merged.recording;
    taken += merged.taken;
  }
  if (taken === 0) return recording;
  const message = `Its ballots came without gold, so the gold of ${taken} verdicts is that of the same rows in another arm.`;
  return { ...filled, notes: [...filled.notes, { code: 'gold/borrowed', message, count: taken }] };
};
