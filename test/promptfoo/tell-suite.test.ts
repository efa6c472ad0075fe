import { expect, test } from 'vitest';
import { besideSuite, plainSuite, rowsAreData } from '../../src/promptfoo/tell-suite.ts';

test.for<{ config: unknown; data: boolean }>([
  { config: { tests: [{ vars: { x: 1 } }] }, data: false },
  { config: { tests: ['file://more/*.yaml', { vars: { x: 1 } }] }, data: false },
  { config: {}, data: false },
  { config: { tests: 'rows.csv' }, data: true },
  { config: { tests: [{ vars: { x: 1 } }, 'file://rows.jsonl'] }, data: true },
  { config: { tests: 'file://tests.mjs:made' }, data: true },
  { config: { tests: [{ path: 'file://tests.mjs', config: {} }] }, data: true },
  { config: { scenarios: [{ config: [], tests: [{ vars: {} }] }] }, data: false },
  { config: { scenarios: [{ config: [], tests: 'rows.csv' }] }, data: true },
  { config: { scenarios: ['file://scenarios/*.yaml'] }, data: true },
])('Rows from elsewhere are data: $config → $data', ({ config, data }) => {
  expect(rowsAreData(config)).toBe(data);
});

test('What stands besides a suite goes along with it, and functions are named by their places', () => {
  const config = { prompts: ['a'], evaluateOptions: { repeat: 2 }, empanel: { name: 'x' }, sharing: true };
  const suite = { prompts: ['b'], providers: [], nunjucksFilters: {}, tests: [{ assert: [{ value: () => true }] }] };
  expect(plainSuite(suite, besideSuite(config))).toEqual({
    suite: {
      prompts: ['b'],
      providers: [],
      tests: [{ assert: [{}] }],
      evaluateOptions: { repeat: 2 },
      empanel: { name: 'x' },
    },
    code: ['tests[0].assert[0].value'],
  });
});
