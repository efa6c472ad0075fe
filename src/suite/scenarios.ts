import { filesLike } from './files-like.ts';
import { inside, parseSource, type Source } from '../config/source.ts';
import { shown } from '../config/shown.ts';
import { readText } from '../config/text-file.ts';
import { Fault } from '../fault.ts';
import { dereference } from './dereference.ts';
import { inEnvironment } from './environment.ts';
import { checkKeys, part } from './keys.ts';
import type { Scope } from './scope.ts';
import { testCase, type TestCase } from './test-case.ts';
import { noLayer, readLayer, type Layer } from './test-layer.ts';
import { scenarioKeys } from './test-keys.ts';
import { readTests } from './tests.ts';

/** Reads `scenarios`: every entry of a scenario's `config` with every one of its tests. */
export const readScenarios = async (source: Source, defaults: Layer, scope: Scope): Promise<readonly TestCase[]> => {
  const cases: TestCase[] = [];
  for (const scenario of await scenariosIn(source, scope)) {
    checkKeys(scenario, scenarioKeys);
    const data: Layer[] = [];
    for (const entry of listIn(scenario, 'config')) data.push(await readLayer({ source: entry, isData: false }, scope));
    const written = part(scenario, 'tests');
    const tests: Layer[] = [];
    for (const test of written === null ? [] : await readTests(written, scope))
      tests.push(await readLayer(test, scope));
    for (const each of data)
      for (const test of tests.length === 0 ? [{ ...noLayer, where: each.where }] : tests)
        cases.push(testCase(defaults, test, each));
  }
  return cases;
};

const scenariosIn = async (source: Source, scope: Scope): Promise<readonly Source[]> => {
  const { value } = source;
  if (typeof value === 'string') return fromFiles(source, value, scope);
  if (!Array.isArray(value)) throw notAList(source, 'scenarios');
  const found = await Promise.all(
    value.map(async (_, at) => {
      const entry = inside(source, [at]);
      return typeof entry.value === 'string' ? fromFiles(entry, entry.value, scope) : [entry];
    }),
  );
  return found.flat();
};

const fromFiles = async (source: Source, written: string, scope: Scope): Promise<readonly Source[]> => {
  const files = await filesLike(written.replace(/^file:\/\//, ''), source.folder);
  const read = files.map(async (file) => {
    scope.sources.add(file);
    const said = await readText(file, { code: 'config/unreadable', role: 'the scenarios', where: source.where() });
    const whole = {
      ...inEnvironment(dereference(parseSource(said, file)).source, scope.environment),
      folder: scope.folder,
    };
    return Array.isArray(whole.value) ? whole.value.map((_, at) => inside(whole, [at])) : [whole];
  });
  return (await Promise.all(read)).flat();
};

const listIn = (source: Source, key: string): readonly Source[] => {
  const list = part(source, key);
  if (list === null || !Array.isArray(list.value)) throw notAList(list ?? source, `${key} of a scenario`);
  return list.value.map((_, at) => inside(list, [at]));
};

const notAList = (source: Source, what: string): Fault =>
  new Fault(
    'config/value',
    `The ${what} should be a list, and here stands ${shown(source.value)}, so there are no rows in it.\nWrite scenarios: [{config: [{vars: {…}}], tests: [{vars: {…}}]}].`,
    { where: source.where() },
  );
