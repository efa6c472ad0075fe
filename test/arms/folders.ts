import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { analyse } from '../../src/analyse/analyse.ts';
import type { Settings } from '../../src/analyse/settings.ts';
import type { BallotRecord } from '../../src/ledger.ts';
import { exportBallots } from '../../src/ledger/export.ts';
import { sqliteLedger } from '../../src/ledger/sqlite.ts';
import type { Provenance } from '../../src/provenance.ts';
import type { Recording } from '../../src/recording.ts';
import { reportJson, reportOf } from '../../src/report/report.ts';
import { settingsWith } from '../cast.ts';

/** A folder that is gone when the test is over, with these files in it. */
export const folderWith = (files: Readonly<Record<string, string>> = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), 'arms-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
};

/** The folder of a run, or of a report, as the commands write it: its ballots, and what it says of itself. */
export const runFolder = (
  recording: Recording,
  settings: Partial<Settings> = {},
  { name = 'run', provenance = null }: { name?: string; provenance?: Provenance | null } = {},
): string => {
  const folder = join(folderWith(), name);
  mkdirSync(folder);
  const findings = {
    ...analyse(recording, settingsWith({ ...settings, designs: ['random'], resamples: 200 })),
    provenance,
  };
  writeFileSync(join(folder, 'report.json'), reportJson(reportOf(findings, { title: name, version: '1.2.3' })));
  writeFileSync(join(folder, 'ballots.jsonl'), [...exportBallots(recording)].join(''));
  return folder;
};

/** A ledger with these ballots, in a folder of its own. */
export const ledgerWith = (
  records: readonly BallotRecord[],
  { name = 'ledger.db', simulated = false } = {},
): string => {
  const path = join(folderWith(), name);
  using ledger = sqliteLedger(path, { simulated, privacy: 'full' });
  for (const record of records) ledger.record(record);
  return path;
};

/** JSON Lines. */
export const jsonLines = (...objects: readonly object[]): string =>
  objects.map((object) => `${JSON.stringify(object)}\n`).join('');
