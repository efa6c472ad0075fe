import type { ArmRow } from '../arm.ts';
import type { ChangedRow, Comparison, Pairing } from '../compare/comparison.ts';
import { frontierSentence, selectionSentence } from './compare-choice.ts';
import { comparisonHeadline } from './compare-headline.ts';
import { verdictSentences } from './compare-sentence.ts';
import { jsonOf } from './json.ts';

/** A comparison for programs, with arms by name. Names in it are a contract; additions are free. */
export const comparisonJson = (
  comparison: Comparison,
  { version, title }: { version: string; title: string },
): string => {
  const { arms, pairings, frontiers, selections, mismatches } = comparison;
  const nameOf = (arm: number): string => arms[arm]?.name ?? '';
  const named = <T extends { readonly arm: number }>(each: T): Omit<T, 'arm'> & { readonly arm: string } => ({
    ...each,
    arm: nameOf(each.arm),
  });
  return jsonOf({
    schema: 'empanel/comparison@1',
    title,
    empanel: version,
    simulated: comparison.simulated,
    rehearsal: comparison.rehearsal,
    headline: comparisonHeadline(comparison),
    level: comparison.level,
    margin: comparison.margin,
    n: comparison.n,
    reference: nameOf(0),
    arms,
    subjects: comparison.subjects,
    pairings: pairings.map((pairing) => pairingOf(pairing, comparison, named)),
    frontiers: frontiers.map((frontier) => ({
      ...frontier,
      sentence: frontierSentence(frontier, comparison),
      points: frontier.points.map(named),
      buys: frontier.buys.map(named),
    })),
    selections: selections.map((selection) => ({
      ...named(selection),
      sentence: selectionSentence(selection, comparison),
      frequency: selection.frequency.map((share, arm) => ({ arm: nameOf(arm), share })),
    })),
    mismatches: mismatches.map(named),
    notes: comparison.notes,
  });
};

const pairingOf = (
  pairing: Pairing,
  comparison: Comparison,
  named: (pairing: Pairing) => Omit<Pairing, 'arm'> & { readonly arm: string },
) => {
  const { arm, subject, changed, ...rest } = named(pairing);
  return {
    arm,
    reference: comparison.arms[0]?.name ?? '',
    subject,
    sentence: verdictSentences(pairing, comparison).join(' '),
    ...rest,
    changed: changed.map(changedOf),
  };
};

const changedOf = ({ row, reference, arm }: ChangedRow) => ({
  row,
  gold: arm.gold ?? reference.gold,
  reference: sideOf(reference),
  arm: sideOf(arm),
});

/** As a verdict stands in `report.json`. */
const sideOf = ({ verdict, error, passes, votes, outcomes }: ArmRow) => ({
  verdict: verdict.kind,
  ...(verdict.kind === 'decided' ? { value: verdict.value, support: verdict.support } : { cause: verdict.cause }),
  ...(verdict.kind === 'undecided' && verdict.leaders !== undefined ? { leaders: verdict.leaders } : {}),
  counted: verdict.counted,
  error,
  passes,
  outcomes,
  votes,
});
