import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { countOutcomes } from '../../src/recording.ts';
import { readRecording } from '../../src/ledger/read.ts';

const folder = resolve(import.meta.dirname, '../../../shared/data');
const isThere = existsSync(folder);
if (!isThere) console.log('The recorded ballots of ../shared/data are not there: their test is skipped.');

test.skipIf(!isThere).for([
  { name: 'boinf_math500', cells: 3500, ballots: 280_000, abstained: 1634, kinds: ['nominal'] },
  { name: 'boinf_aime24', cells: 330, ballots: 29_400, abstained: 970, kinds: ['nominal'] },
  { name: 'codex_addsub', cells: 1580, ballots: 32_390, abstained: 1091, kinds: ['interval'] },
  { name: 'codex_aqua', cells: 508, ballots: 10_414, abstained: 1264, kinds: ['nominal'] },
  {
    name: 'topical_rubric',
    cells: 10_000,
    ballots: 200_000,
    abstained: 381,
    kinds: Array.from({ length: 4 }, () => 'interval'),
  },
  { name: 'llmbar', cells: 27_235, ballots: 54_470, abstained: 134, kinds: ['nominal'] },
  { name: 'bluebirds', cells: 4212, ballots: 4212, abstained: 0, kinds: ['nominal'] },
  { name: 'csqa_ranked', cells: 1221, ballots: 9792, abstained: 1266, kinds: ['nominal'] },
])('$name reads with $cells cells and $ballots ballots', async ({ name, cells, ballots, abstained, kinds }) => {
  const { polls } = await readRecording([join(folder, `${name}.jsonl`)], {});
  const counts = countOutcomes(polls.flatMap((poll) => poll.cells));
  expect(polls.flatMap((poll) => poll.cells)).toHaveLength(cells);
  expect(counts).toEqual({ cast: ballots - abstained, abstained, invalid: 0, failed: 0 });
  expect(polls.map(({ criterion }) => criterion.scale.kind)).toEqual(kinds);
});
