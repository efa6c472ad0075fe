import { prepare } from '../analyse/analyse.ts';
import { defaults, type Settings } from '../analyse/settings.ts';
import { armOf } from '../compare/arm-of.ts';
import type { Side } from '../compare/compare.ts';
import { withGoldOf } from '../ledger/merge-gold.ts';
import type { Recording } from '../recording.ts';
import type { ArmSource } from './read-source.ts';

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
    const recording = goldFrom(source.recording, recordings);
    const analysis = prepare(recording, { ...defaults, ...source.settings, ...settings });
    return { arm: armOf(analysis, { name: source.name, provenance: source.provenance, n }), analysis };
  });
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
