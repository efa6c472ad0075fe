import { expect, test } from 'vitest';
import { parseSource } from '../../src/config/source.ts';
import { readExperiment } from '../../src/suite/read-experiment.ts';
import { read as readPanel, files as panelFiles } from '../config/files.ts';
import { faultOf, read, suite } from './files.ts';

test('A config with a rubric of its own is read as a panel, whatever its tests assert', async () => {
  const { experiment } = await read(panelFiles());
  expect(experiment.rows).toEqual((await readPanel(panelFiles())).experiment.rows);
  expect(experiment.criteria.map(({ kind }) => kind)).toEqual(['judge', 'judge']);
});

test('A config without one is a suite', async () => {
  expect((await read(suite())).experiment.criteria.map(({ kind }) => kind)).toEqual(['assertion']);
});

test('What promptfoo read for a panel of its own would go unread, and is refused', async () => {
  const source = parseSource('prompts: [x]\nempanel: {rubric: file://r.yaml}\n', 'promptfooconfig.yaml');
  const reading = readExperiment('promptfooconfig.yaml', { source, env: {} });
  await expect(reading).rejects.toThrow(/Leave --with promptfoo out/);
});

test('A file that is not there is missed at once', async () => {
  expect((await faultOf({})).message).toMatch('There is no file');
});
