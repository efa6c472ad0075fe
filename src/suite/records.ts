import type { GivenRow } from '../config/given-rows.ts';
import { combinationsOf, type Combination } from './combinations.ts';
import { readyVars, type ReadyVars } from './row-vars.ts';
import type { Block } from './block.ts';
import type { Scope } from './scope.ts';
import type { TestCase } from './test-case.ts';

/** One combination of one test, ready to be asked about. `group` is what code says that it shares a source with. */
export type SuiteRecord = {
  readonly id: string;
  readonly group: string | null;
  readonly test: TestCase;
  readonly vars: ReadyVars;
};

/** A test, and what code says of its row where the row was given in code. */
export type Listed = { readonly test: TestCase; readonly given: GivenRow | null };

/** The rows that tests make, in their order: the first `maxRows`, and whether there are more. */
export const recordsOf = async (
  tests: readonly Listed[],
  { maxRows, privacy }: { readonly maxRows: number; readonly privacy: Block['privacy'] },
  scope: Scope,
): Promise<{ readonly records: readonly SuiteRecord[]; readonly cut: boolean }> => {
  const ids = idsOf(tests);
  const records: SuiteRecord[] = [];
  const unread = new Set<string>();
  for (const [at, { test, given }] of tests.entries()) {
    if (records.length >= maxRows) return { records, cut: true };
    const combinations = await combinationsOf(test, scope);
    for (const [number, combination] of combinations.entries()) {
      if (records.length >= maxRows) return { records, cut: true };
      const vars = readyVars(
        { values: combination.vars, data: combination.data },
        scope.environment.visible,
        test.where,
      );
      for (const name of vars.unread) unread.add(name);
      const id = `${ids[at]}${combinations.length === 1 ? '' : suffixOf(combination, number, privacy === 'full' ? combinations : [])}`;
      records.push({ id, group: given?.group ?? null, test, vars });
    }
  }
  if (unread.size > 0)
    scope.notes.add(
      `${[...unread].map((name) => `"${name}"`).join(', ')} of the data set ${unread.size === 1 ? 'holds' : 'hold'} marks of a template, such as "{{". They are read as text; promptfoo would render them.`,
    );
  return { records, cut: records.length >= maxRows };
};

/** Ids from `metadata.id` or the variable "id"; where two tests share one, and where one has none, from the test's place. */
const idsOf = (tests: readonly Listed[]): readonly string[] => {
  const width = Math.max(4, String(tests.length).length);
  const numbered = tests.map((_, at) => `test-${String(at + 1).padStart(width, '0')}`);
  const own = tests.map(({ test, given }, at) => given?.id ?? test.id ?? plain(test.vars['id']) ?? numbered[at] ?? '');
  return new Set(own).size === own.length ? own : numbered;
};

const plain = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() || null : null;

/** What tells a row from others of its test: the values of its lists where they are short and may be told, else its number. */
const suffixOf = ({ of }: Combination, number: number, combinations: readonly Combination[]): string => {
  const suffixes = combinations.map((each) => valuesIn(each.of));
  const isClear =
    suffixes.length > 0 && new Set(suffixes).size === suffixes.length && suffixes.every((each) => each.length <= 60);
  return isClear ? valuesIn(of) : ` #${number + 1}`;
};

const valuesIn = (of: Combination['of']): string =>
  ` [${Object.entries(of)
    .map(([name, value]) => `${name}=${value.replaceAll(/[\p{C}\s]+/gu, ' ').trim()}`)
    .join(', ')}]`;
