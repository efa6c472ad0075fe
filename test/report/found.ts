import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyse } from '../../src/analyse/analyse.ts';
import type { CurveFinding, Findings } from '../../src/analyse/findings.ts';
import { defaults, type Settings } from '../../src/analyse/settings.ts';
import { readRecording, type ReadOptions } from '../../src/ledger/read.ts';
import { parseScale } from '../../src/ledger/scale.ts';
import type { RunFacts } from '../../src/run.ts';

/** What the analysis finds in these lines, as if they stood in `ballots.jsonl`. */
export const foundIn = async (
  ballots: readonly object[],
  {
    settings = {},
    read = {},
    run = null,
  }: { settings?: Partial<Settings>; read?: ReadOptions; run?: RunFacts | null } = {},
): Promise<Findings> => {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  try {
    const file = join(folder, 'ballots.jsonl');
    writeFileSync(file, ballots.map((ballot) => `${JSON.stringify(ballot)}\n`).join(''));
    const recording = await readRecording([file], read);
    return analyse({ ...recording, sources: ['ballots.jsonl'] }, { ...defaults, resamples: 200, ...settings }, run);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/**
 * Twelve rows, two judges, three ballots each. On `safe` row 3 ties, row 5 has an abstention, row 7 a ballot off the scale, and row 8 is judged wrongly;
 * `tone` has no gold.
 */
export const smallRecording = (): Promise<Findings> =>
  foundIn(
    Array.from({ length: 12 }, (_, at) => {
      const row = `row-${String(at + 1).padStart(2, '0')}`;
      const gold = at % 3 === 0 ? 'fail' : 'pass';
      const other = gold === 'pass' ? 'fail' : 'pass';
      const luna =
        at === 2 ? [gold, gold, gold] : at === 7 ? [other, gold, other] : [gold, at % 4 === 1 ? other : gold, gold];
      const haiku =
        at === 2 || at === 7 ? [other, other, other] : [at % 5 === 4 ? null : gold, other, at === 6 ? 'perhaps' : gold];
      return [
        { row, criterion: 'safe', judge: 'luna', values: luna, gold, cost: 0.002 },
        { row, criterion: 'safe', judge: 'haiku', values: haiku, gold, cost: 0.001 },
        { row, criterion: 'tone', judge: 'luna', values: [at % 2 === 0 ? 'warm' : 'cold', 'warm', 'warm'] },
        { row, criterion: 'tone', judge: 'haiku', values: ['warm', 'warm', at % 3 === 0 ? 'cold' : 'warm'] },
      ];
    }).flat(),
    { read: { scales: [parseScale('safe=nominal:pass,fail')] } },
  );

export const named = { title: 'Two criteria, two judges', version: '0.0.0' };

/** Emphasis that can be seen in a snapshot. */
export const plain = {
  strong: (text: string): string => `**${text}**`,
  quiet: (text: string): string => text,
  warn: (text: string): string => text,
  good: (text: string): string => text,
  bad: (text: string): string => text,
};

type Shape = {
  readonly errors: readonly number[];
  readonly knee: Partial<CurveFinding['knee']> & Pick<CurveFinding['knee'], 'verdict'>;
  readonly change?: Partial<CurveFinding>;
};

/** A curve with these errors and this knee, its other parts plausible. */
export const curveWith = ({ errors, knee, change = {} }: Shape): CurveFinding => {
  const spread = { resamples: 2000, mode: 5, lower: 3, upper: 7, points: [], verdicts: {} };
  const points = errors.map((error, at) => ({
    n: at + 1,
    error,
    lower: Math.max(0, error - 0.03),
    upper: error + 0.04,
    bandLower: Math.max(0, error - 0.05),
    bandUpper: error + 0.06,
    se: 0.02,
  }));
  return {
    criterion: 'safe',
    judge: '*',
    design: 'random',
    metric: 'error',
    margin: 0.01,
    rows: 200,
    groups: null,
    fixedGroups: 0,
    excluded: { noGold: 0, noBallots: 0, judgeMissing: 0, cutShort: 0 },
    available: errors.length,
    points,
    grid: points.map(({ n }) => n),
    kneedle: null,
    worth: null,
    costPerBallot: null,
    frontier: [],
    firstSeenError: null,
    association: null,
    ...change,
    knee: {
      n: null,
      point: 3,
      safe: null,
      best: errors.length,
      margin: 0.01,
      level: 0.95,
      gains: [],
      rowsNeeded: 3374,
      bootstrap: spread,
      ...knee,
    },
  };
};
