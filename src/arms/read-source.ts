import { existsSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Settings } from '../analyse/settings.ts';
import type { Arm } from '../arm.ts';
import { readBaseline } from '../baseline/read-baseline.ts';
import { Fault } from '../fault.ts';
import { latestLines } from '../ledger/latest-lines.ts';
import { readLedger } from '../ledger/read-ledger.ts';
import { readRecording, type ReadOptions } from '../ledger/read.ts';
import type { ScaleDeclaration } from '../ledger/scale.ts';
import type { Provenance } from '../provenance.ts';
import type { Recording } from '../recording.ts';
import { quote } from '../wording/quote.ts';
import { owing } from './owing.ts';
import { toCompare, type Purpose } from './purpose.ts';
import { readRunTerms } from './run-terms.ts';

/** What a side of a comparison is made of: ballots with the terms of their run, where it left them, or the verdicts of a baseline. */
export type ArmSource =
  | {
      readonly kind: 'ballots';
      readonly name: string;
      readonly recording: Recording;
      readonly settings: Partial<Settings>;
      readonly provenance: Provenance | null;
    }
  | { readonly kind: 'baseline'; readonly name: string; readonly arm: Arm };

export type SourceOptions = Pick<ReadOptions, 'scales' | 'select' | 'samples' | 'abstainAsLabel'> & {
  /** Files of gold lines, read with the ballots. */
  readonly gold?: readonly string[];
};

/** Reads a run's folder, a ledger, a file of ballots or a baseline. Rejects with a `Fault`, in the words of the purpose. */
export const readSource = async (
  path: string,
  options: SourceOptions,
  { nothing, needs, takes }: Purpose = toCompare,
): Promise<ArmSource> => {
  if (!existsSync(path))
    throw new Fault('input/unreadable', `There is nothing at ${quote(path, 200)}, so ${nothing}.\nName ${takes}.`);
  if (statSync(path).isDirectory()) return readRun(path, options);
  if (await beginsWith(path, 'SQLite format 3')) return ofLedger(path, options);
  if (/\.json$/i.test(path) && (await mentions(path, 'empanel/baseline@'))) {
    const { arm } = await readBaseline(path);
    return { kind: 'baseline', name: stem(path), arm };
  }
  if (/\.json$/i.test(path) && (await mentions(path, 'empanel/report@')))
    throw new Fault(
      'input/unreadable',
      `${quote(path, 200)} is a report, and ${needs}.\nName the run's folder: ${join(path, '..')}.`,
    );
  if (/\.json$/i.test(path) && (await mentions(path, 'empanel/comparison@')))
    throw new Fault(
      'input/unreadable',
      `${quote(path, 200)} is a comparison that was made already, and holds no ballots.\nName what it compared: a run's folder, a ledger or a file of ballots.`,
    );
  return isOfRun(path) && (await mentions(reportBeside(path), 'empanel/report@'))
    ? readRun(dirname(path), options)
    : ofFile(path, options);
};

/** Whether it may be the ballots of a run, whose rule and hashes are in the report beside them. */
const isOfRun = (path: string): boolean =>
  basename(path) === 'ballots.jsonl' && statSync(reportBeside(path), { throwIfNoEntry: false })?.isFile() === true;

const reportBeside = (path: string): string => join(dirname(path), 'report.json');

const readRun = async (folder: string, options: SourceOptions): Promise<ArmSource> => {
  const [ballots, ledger] = [join(folder, 'ballots.jsonl'), join(folder, 'ledger.db')];
  const terms = await readRunTerms(join(folder, 'report.json'));
  const name = basename(resolve(folder));
  if (existsSync(ballots)) {
    const scales = scalesFor(options.scales ?? [], terms?.scales ?? []);
    const recording = owing(await readBallots([ballots], { ...options, scales }), terms?.owed ?? new Map());
    return { kind: 'ballots', name, recording, settings: terms?.settings ?? {}, provenance: terms?.provenance ?? null };
  }
  if (existsSync(ledger)) return { ...(await ofLedger(ledger, options)), name };
  throw new Fault(
    'input/unreadable',
    `The folder ${quote(folder, 200)} holds neither ballots.jsonl nor ledger.db, so it is no run.\nName the folder that "empanel run" or "empanel report" wrote.`,
  );
};

/** Of two scales for a criterion the first holds: the caller's. One that he declares for all leaves none to the run. */
const scalesFor = (
  declared: readonly ScaleDeclaration[],
  ofRun: readonly ScaleDeclaration[],
): readonly ScaleDeclaration[] =>
  declared.some(({ criterion }) => criterion === null) ? declared : [...declared, ...ofRun];

/** A ledger tells the ballots and no gold; what was asked anew took the place of what was asked before. */
const ofLedger = async (path: string, { gold = [], ...options }: SourceOptions): Promise<ArmSource> => {
  using ledger = readLedger(path, null);
  const simulated = ledger.terms?.simulated ?? false;
  const { lines, superseded } = latestLines(ledger.ballots(), { simulated, rehearsal: simulated });
  if (lines.length === 0)
    throw new Fault(
      'input/no-ballots',
      `The ledger ${quote(path, 200)} has no ballots yet.\nRun its experiment first.`,
    );
  const recording = await readRecording(gold, { ...options, entries: { name: path, lines } });
  const note =
    superseded === 0
      ? []
      : [
          {
            code: 'ledger/superseded',
            message: `${superseded} earlier ballots on slots that were asked again are left out.`,
            count: superseded,
          },
        ];
  return {
    kind: 'ballots',
    name: stem(path),
    recording: { ...recording, notes: [...recording.notes, ...note] },
    settings: {},
    provenance: null,
  };
};

const ofFile = async (path: string, options: SourceOptions): Promise<ArmSource> => ({
  kind: 'ballots',
  name: stem(path),
  recording: await readBallots([path], options),
  settings: {},
  provenance: null,
});

const readBallots = (paths: readonly string[], { gold = [], ...options }: SourceOptions): Promise<Recording> =>
  readRecording([...paths, ...gold], options);

const stem = (path: string): string => basename(path).replace(/(\.(jsonl|ndjson|json|csv|db))?(\.gz)?$/, '');

const beginsWith = async (path: string, words: string): Promise<boolean> =>
  (await head(path, words.length)).startsWith(words);

const mentions = async (path: string, words: string): Promise<boolean> => (await head(path, 200)).includes(words);

const head = async (path: string, bytes: number): Promise<string> => {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
  return buffer.subarray(0, bytesRead).toString('latin1');
};
