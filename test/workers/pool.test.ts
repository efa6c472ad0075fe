import { expect, test } from 'vitest';
import { analyse, conclude, prepare } from '../../src/analyse/analyse.ts';
import { performAll, worthThreads } from '../../src/workers/pool.ts';
import { normal, seeded, uniform } from '../../src/statistics/random.ts';
import { record, settingsWith } from '../cast.ts';

const random = seeded(5);
const table = Array.from({ length: 40 }, () => {
  const right = 1 / (1 + Math.exp(-1 - normal(random)));
  const ballot = (): string => (uniform(random) < right ? 'a' : uniform(random) < 0.5 ? 'b' : 'c');
  return { gold: 'a', ballots: { A: [ballot(), ballot(), ballot()], B: [ballot(), ballot(), ballot()] } };
});
const settings = settingsWith({ resamples: 200, simulations: 200 });

test('Two threads find what one finds, to the last bit', async () => {
  const recording = record(table);
  const analysis = prepare(recording, settings);
  const started: number[] = [];
  const results = await performAll(analysis, { threads: 2, onStart: (at) => started.push(at) });
  expect(conclude(analysis, results)).toEqual(analyse(recording, settings));
  expect(started.toSorted((a, b) => a - b)).toEqual([...analysis.tasks.keys()]);
});

test('A small recording is not worth a second thread', () => {
  expect(worthThreads(prepare(record(table), settings))).toBe(1);
});

test('A thread that fails takes the analysis with it, not the process', async () => {
  const analysis = prepare(record(table), settings);
  const [first] = analysis.tasks;
  if (first === undefined) throw new Error('an analysis has tasks');
  // The threads know as many tasks as the recording has, and are asked for one more.
  const tooMany = { ...analysis, tasks: [...analysis.tasks, first] };
  await expect(performAll(tooMany, { threads: 2, onStart: () => {} })).rejects.toThrow('has no task');
});
