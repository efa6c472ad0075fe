// Makes ballots for the demonstration: support-replies.csv's gold labels, seen through three invented judges that err as judges do.
// Every line says that it is simulated, and so does every page made from it. The same seed gives the same ballots.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { normal, seeded, uniform } from '../src/statistics/random.ts';

const criteria = ['grounded', 'resolves', 'tone', 'safe'] as const;
const samples = 9;
const seed = 2026;

/** Judges differ in how often they are right, how much they go along with one another, and how often they decline to judge. */
const judges = [
  { id: 'steady', skill: 2.3, shared: 1.6, abstains: 0.005, cost: 0.0012 },
  { id: 'quick', skill: 1.7, shared: 1.5, abstains: 0.01, cost: 0.0002 },
  { id: 'contrary', skill: 1.2, shared: 0.7, abstains: 0.02, cost: 0.0003 },
] as const;

/** What a criterion and a row's difficulty take from every judge, on the logit scale. */
const hardness: Readonly<Record<string, number>> = {
  grounded: 0.5,
  resolves: 0.2,
  tone: -0.2,
  safe: -0.4,
  easy: -0.7,
  medium: 0,
  hard: 0.9,
};

const [, , path = 'reports/demo-ballots.jsonl'] = process.argv;
const rows: Record<string, string>[] = parse(readFileSync(join(import.meta.dirname, 'support-replies.csv')), {
  columns: true,
  bom: true,
});
const random = seeded(seed);
const lines: string[] = [];
for (const row of rows)
  for (const criterion of criteria) {
    const gold = row[criterion] ?? '';
    const trap = normal(random); // what misleads one judge on this row misleads the others too
    for (const { id, skill, shared, abstains, cost } of judges) {
      const own = normal(random) * 0.6; // and something that misleads this one alone, sample after sample
      const logit =
        1.2 * skill - (hardness[criterion] ?? 0) - (hardness[row['difficulty'] ?? ''] ?? 0) - shared * trap - own;
      const right = 1 / (1 + Math.exp(-logit));
      const values = Array.from({ length: samples }, () => {
        if (uniform(random) < abstains) return null;
        return uniform(random) < right ? gold : gold === 'pass' ? 'fail' : 'pass';
      });
      lines.push(JSON.stringify({ row: row['id'], criterion, judge: id, values, gold, cost, simulated: true }));
    }
  }
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, `${lines.join('\n')}\n`);
console.log(
  `Wrote ${path}: ${lines.length * samples} simulated ballots of ${judges.length} invented judges on ${rows.length} support replies.`,
);
