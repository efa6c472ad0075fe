// How long `empanel report` takes from its start to its files written, as a multiple of reading and JSON-parsing the file alone.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordedData, withoutData } from '../recorded-data.ts';
import { seeded, uniform } from '../../src/statistics/random.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'empanel-bench-'));
const runs = 3;

/** Runs a program of its own and tells seconds of wall time and megabytes at the peak. */
const measure = (args: readonly string[]): { seconds: number; megabytes: number } => {
  const start = performance.now();
  const peak = execFileSync(process.execPath, ['--import', join(import.meta.dirname, 'peak.ts'), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { seconds: (performance.now() - start) / 1000, megabytes: Number(/peak (\d+)/.exec(peak)?.[1]) };
};

const median = <T extends { seconds: number }>(results: readonly T[]): T | undefined =>
  results.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(results.length / 2)];

const bench = (name: string, file: string, options: readonly string[] = []): void => {
  const parse = `for (const line of require('node:fs').readFileSync(${JSON.stringify(file)}, 'utf8').split('\\n')) if (line) JSON.parse(line)`;
  const floor = median(Array.from({ length: runs }, () => measure(['-e', parse])));
  const report = median(
    Array.from({ length: runs }, () =>
      measure(['dist/cli/main.js', 'report', file, '--quiet', '--force', '--out', join(folder, 'report'), ...options]),
    ),
  );
  if (floor === undefined || report === undefined) return;
  console.log(
    `${name.padEnd(34)} ${report.seconds.toFixed(2).padStart(7)} s ${String(report.megabytes).padStart(6)} MB   parse alone ${floor.seconds.toFixed(2)} s, ${floor.megabytes} MB   ${(report.seconds / floor.seconds).toFixed(1)} ×`,
  );
};

/** A file of one ballot a line: rows × 2 judges × 5 samples, right four times out of five. */
const manyLines = (lines: number): string => {
  const file = join(folder, `lines-${lines}.jsonl`);
  const random = seeded(1);
  const ballot = (line: number): string =>
    `{"row":"r${Math.floor(line / 10)}","criterion":"safe","judge":"j${line % 2}","sample":${Math.floor((line % 10) / 2)},"value":"${uniform(random) < 0.8 ? 'pass' : 'fail'}","gold":"pass"}\n`;
  writeFileSync(file, Array.from({ length: lines }, (_, line) => ballot(line)).join(''));
  return file;
};

try {
  if (!existsSync(join(root, 'dist/cli/main.js'))) throw new Error('Build first: npm run build');
  console.log(
    `empanel report, start to files written, median of ${runs} (Node ${process.version}); × is against reading and parsing the file alone`,
  );
  if (recordedData === null) console.log(withoutData);
  else bench('math500: 280,000 ballots, 7 judges', join(recordedData, 'boinf_math500.jsonl'));
  bench('1,000,000 lines, 100,000 rows', manyLines(1_000_000), ['--design', 'random']);
  const help = median(Array.from({ length: 5 }, () => measure(['dist/cli/main.js', '--help'])));
  const bare = median(Array.from({ length: 5 }, () => measure(['-e', '0'])));
  console.log(
    `empanel --help ${((help?.seconds ?? 0) * 1000).toFixed(0)} ms, ${((help?.seconds ?? 0) / (bare?.seconds ?? 1)).toFixed(1)} × a bare Node`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
