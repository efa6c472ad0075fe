import { prepare } from '../analyse/analyse.ts';
import { defaults, type Settings } from '../analyse/settings.ts';
import { flags, type Spelling } from '../analyse/spelling.ts';
import type { Arm } from '../arm.ts';
import { armOf } from '../compare/arm-of.ts';
import type { Side } from '../compare/compare.ts';
import { judgesOther } from '../compare/mismatch.ts';
import { Fault } from '../fault.ts';
import { withGoldOf } from '../ledger/merge-gold.ts';
import type { Recording } from '../recording.ts';
import type { ArmSource } from './read-source.ts';
import { withLabelsOf } from './shared-labels.ts';

/** What the caller says of all arms, and how he spells it. */
type SideOptions = {
  readonly settings: Partial<Settings>;
  readonly n: number | null;
  readonly spelling?: Spelling;
};

/**
 * The sides of a comparison: each decides as its own run declared, but for what the caller says of all. Gold is a property of the rows,
 * so an arm without it borrows that of the others.
 */
export const sidesOf = (sources: readonly ArmSource[], { settings, n, spelling = flags }: SideOptions): Side[] => {
  checkBaselines(sources, { settings, n, spelling });
  return sources.map((source): Side => {
    if (source.kind === 'baseline') return { arm: { ...source.arm, name: source.name }, analysis: null };
    const recording = withLabelsOf(goldFrom(source, sources), sources);
    const decided = { ...defaults, ...source.settings, ...settings };
    if (decided.target === 'mean')
      throw new Fault(
        'option/value',
        `"${source.name}" compares scores with a numeric gold (target: mean), and arms are compared by verdicts that are right or wrong.\nGive the score from which on a row passes (${spelling.option('passAt')}), and a rule for scores (${spelling.option('rule', 'median')}).`,
      );
    const analysis = prepare(recording, decided, spelling);
    const arm = armOf(analysis, { name: source.name, provenance: source.provenance, n });
    if (n !== null) checkSize(arm, n, spelling);
    return { arm, analysis };
  });
};

/** Errors of more ballots than any row has would all be unknown, and the comparison one of something else. */
const checkSize = ({ name, subjects }: Arm, n: number, { option }: Spelling): void => {
  const rows = subjects.flatMap((subject) =>
    subject.kind === 'criterion'
      ? [...subject.rows.values()].filter(({ gold, missing }) => gold !== null && !missing)
      : [],
  );
  if (rows.length === 0 || rows.some(({ error }) => error !== null)) return;
  const most = rows.reduce(
    (least, { outcomes: { cast, abstained, invalid } }) => Math.max(least, cast + abstained + invalid),
    0,
  );
  if (most >= n) return;
  throw new Fault(
    'option/value',
    `${option('n', n)} asks for the errors of ${n} ballots a row, but no row of "${name}" with gold has more than ${most}.\nChoose up to ${most}, or leave ${option('n')} out: then all ballots of a row count.`,
  );
};

/** A baseline has verdicts and no ballots: nothing can be decided anew by it. */
const checkBaselines = (sources: readonly ArmSource[], { settings, n, spelling }: Required<SideOptions>): void => {
  const baseline = sources.find(({ kind }) => kind === 'baseline');
  const anew = (['rule', 'tie', 'quorum', 'passAt', 'positive', 'combine'] as const).some(
    (key) => settings[key] !== undefined,
  );
  if (baseline === undefined || (n === null && !anew)) return;
  throw new Fault(
    'option/value',
    `"${baseline.name}" is a baseline, which has verdicts and no ballots, so ${n === null ? 'it can not decide by another rule' : `nobody knows what ${n} of its ballots would have decided`}.\nName the run that it was made of, or leave ${n === null ? 'the options of the rule' : spelling.option('n')} out.`,
  );
};

type Ballots = Extract<ArmSource, { readonly kind: 'ballots' }>;

const goldFrom = (source: Ballots, others: readonly ArmSource[]): Recording => {
  let filled = source.recording;
  let taken = 0;
  for (const other of others) {
    if (other.kind === 'baseline' || other.recording === source.recording) continue;
    const merged = withGoldOf(filled, sameOutputs(other, source));
    filled = merged.recording;
    taken += merged.taken;
  }
  if (taken === 0) return source.recording;
  const message = `Its ballots came without gold, so the gold of ${taken} verdicts is that of the same rows in another arm.`;
  return { ...filled, notes: [...filled.notes, { code: 'gold/borrowed', message, count: taken }] };
};

/** Gold belongs to the output that was labelled: where the two are known to judge others, there is none to borrow. */
const sameOutputs = ({ recording, provenance }: Ballots, source: Ballots): Recording => {
  if (provenance === null || source.provenance === null) return recording;
  const others = new Set(
    recording.rows.flatMap(({ id }, row) => (judgesOther(id, { provenance }, source) ? [row] : [])),
  );
  if (others.size === 0) return recording;
  return {
    ...recording,
    polls: recording.polls.map((poll) => ({
      ...poll,
      gold: poll.gold.map((code, row) => (others.has(row) ? null : code)),
    })),
  };
};
