import { defaults, type Settings } from '../src/analyse/settings.ts';
import { curveOf, type Curve, type CurveContext } from '../src/analyse/curve.ts';
import { ask } from '../src/analyse/question.ts';
import type { Ballot, Value, Vote } from '../src/ballot.ts';
import { ABSTAINED, FAILED, INVALID, type Cell, type Recording } from '../src/recording.ts';
import type { Scale } from '../src/rubric.ts';

/** What came back for a slot: a value (with a verifier's score), null for an abstention, or no value at all. */
export type Given =
  | Value
  | null
  | { readonly value: Value; readonly score: number }
  | { readonly invalid: true }
  | { readonly failed: true };

export const invalid = { invalid: true } as const;
export const failed = { failed: true } as const;

/** The ballots of one judge, in this order. */
export const cast = (...given: readonly Given[]): Ballot[] => castBy({ A: given });

/** The ballots of several judges, one judge after the other. */
export const castBy = (byJudge: Readonly<Record<string, readonly Given[]>>): Ballot[] =>
  Object.entries(byJudge).flatMap(([judge, given]) =>
    given.map((one, sample) => ({ judge, sample, vote: voteOf(one) })),
  );

const voteOf = (given: Given): Vote => {
  if (given === null) return { kind: 'abstained' };
  if (typeof given !== 'object') return { kind: 'cast', value: given };
  if ('invalid' in given) return { kind: 'invalid' };
  return 'failed' in given ? { kind: 'failed' } : { kind: 'cast', ...given };
};

/** A row of a table: its gold (absent: none), its group, and what each judge gave. */
export type TableRow = {
  readonly gold?: Value;
  readonly group?: string;
  readonly ballots: Readonly<Record<string, readonly Given[]>>;
};

/** A recording of one criterion, "quality". Judges and values are numbered in the order in which they are met. */
export const record = (
  table: readonly TableRow[],
  options: { readonly scale?: Scale; readonly costPerBallot?: number } = {},
): Recording => {
  const values = numbering<Value>();
  const judges = numbering<string>();
  const codeOf = (vote: Vote): number => {
    if (vote.kind === 'cast') return values.of(vote.value);
    return { abstained: ABSTAINED, invalid: INVALID, failed: FAILED }[vote.kind];
  };
  const cells = table.flatMap(({ ballots }, row): Cell[] =>
    Object.entries(ballots).map(([id, given]) => {
      const votes = given.map(voteOf);
      const scores = votes.map((vote) => (vote.kind === 'cast' ? (vote.score ?? null) : null));
      return {
        row,
        judge: judges.of(id),
        codes: votes.map(codeOf),
        scores: scores.every((score) => score === null) ? null : scores,
        costs: options.costPerBallot === undefined ? null : votes.map(() => options.costPerBallot ?? null),
      };
    }),
  );
  const gold = table.map((row) => (row.gold === undefined ? null : values.of(row.gold)));
  const scale = options.scale ?? { kind: 'nominal', labels: null };
  return {
    sources: [],
    simulated: false,
    rehearsal: false,
    rows: table.map(({ group }, row) => ({ id: `r${row}`, group: group ?? null })),
    judges: judges.all.map((id) => ({ id, model: null, temperature: null })),
    polls: [{ criterion: { id: 'quality', scale, declared: true }, values: values.all, gold, cells }],
    notes: [],
  };
};

const numbering = <T>() => {
  const all: T[] = [];
  const of = (item: T): number => {
    if (!all.includes(item)) all.push(item);
    return all.indexOf(item);
  };
  return { all, of };
};

export const settingsWith = (settings: Partial<Settings>): Settings => ({ ...defaults, ...settings });

/** What a curve of the first criterion needs. */
export const contextOf = (recording: Recording, settings: Settings): CurveContext => {
  const { rows, judges, polls } = recording;
  const [poll] = polls;
  if (poll === undefined) throw new RangeError('a recording has at least one criterion');
  return { question: ask(poll, judges, settings), rows, judges, settings, known: new Map() };
};

/** The curve of one judge (an index) or of the panel. */
export const curveFor = (
  recording: Recording,
  settings: Partial<Settings> = {},
  source: Parameters<typeof curveOf>[0] = { judge: null, design: 'random' },
): Curve => {
  const curve = curveOf(source, contextOf(recording, settingsWith(settings)));
  if (curve === null) throw new RangeError('no row of the recording can be used');
  return curve;
};
