import type { GivenRow } from '../config/given-rows.ts';
import { inside } from '../config/source.ts';
import { Fault } from '../fault.ts';
import { part } from './keys.ts';
import type { Listed } from './records.ts';
import { readScenarios } from './scenarios.ts';
import type { Scope } from './scope.ts';
import { testCase } from './test-case.ts';
import { noLayer, readLayer, type Layer } from './test-layer.ts';
import { readTests } from './tests.ts';
import type { Parts } from './top-level.ts';

/** The tests of a suite, in promptfoo's order: `tests`, then those of its scenarios; rows that are given in code take the place of all. */
export const listedTests = async (
  parts: Parts,
  given: readonly GivenRow[] | undefined,
  scope: Scope,
): Promise<readonly Listed[]> => {
  const defaults = await defaultsOf(parts, scope);
  if (given !== undefined) return given.map((row, at) => ({ given: row, test: testCase(defaults, layerOf(row, at)) }));
  const listed: Listed[] = [];
  for (const test of parts.tests === null ? [] : await readTests(parts.tests, scope))
    listed.push({ given: null, test: testCase(defaults, await readLayer(test, scope)) });
  const scenarios = parts.scenarios === null ? [] : await readScenarios(parts.scenarios, defaults, scope);
  listed.push(...scenarios.map((test) => ({ given: null, test })));
  if (listed.length > 0) return listed;
  if (parts.scenarios !== null || (parts.tests !== null && !isEmpty(parts.tests.value)))
    throw new Fault('dataset/empty', 'The tests hold no row, so there is nothing to judge.\nAdd one.', {
      where: (parts.tests ?? parts.scenarios ?? parts.prompts).where(),
    });
  // A suite without tests has one, with what the defaults say.
  return [
    { given: null, test: testCase(defaults, { ...noLayer, where: (parts.defaultTest ?? parts.prompts).where() }) },
  ];
};

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const defaultsOf = async ({ defaultTest }: Parts, scope: Scope): Promise<Layer> => {
  if (defaultTest === null) return noLayer;
  const layer = await readLayer({ source: defaultTest, isData: false }, scope, 'defaultTest');
  const provider = part(defaultTest, 'provider');
  if (provider === null) return layer;
  if (typeof provider.value !== 'string')
    throw new Fault(
      'config/value',
      '"provider" of "defaultTest" would write every output under promptfoo, in place of the providers, and judge it too.\nList it under "providers" if it is to write, and name it in options: {provider: …} if it is to judge.',
      { where: inside(defaultTest, ['provider']).where() },
    );
  scope.notes.add(
    '"provider" of "defaultTest" is not taken for a judge, as promptfoo takes it without a word. If it is to judge, write defaultTest: {options: {provider: …}}.',
  );
  return layer;
};

const layerOf = ({ vars = {}, output, gold }: GivenRow, at: number): Layer => {
  const where = `rows[${at}]`;
  if (gold !== undefined && Object.keys(gold).length > 0)
    throw new Fault(
      'rubric/gold',
      `The row has gold, and what a promptfoo config asserts has none: its verdicts are held against nothing.\nLeave it out, or judge the rows by a rubric with columns of gold.`,
      { where },
    );
  return { ...noLayer, where, vars, data: new Set(Object.keys(vars)), providerOutput: output ?? null };
};
