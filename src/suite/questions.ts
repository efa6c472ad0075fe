import { checkType, makeAssertion } from '../assertions/make-assertion.ts';
import type { AssertionTerms, Written } from '../assertions/written.ts';
import { seatsOn } from '../config/quorum.ts';
import { Fault } from '../fault.ts';
import type { Judge } from '../panel.ts';
import type { AssertedCriterion } from '../rubric.ts';
import { quote } from '../wording/quote.ts';
import { assertedBy, type Asserted } from './asserted.ts';
import { thresholdsOf } from './combine.ts';
import { criteriaOf, type Gathered } from './criteria.ts';
import { noGrader } from './graders.ts';
import type { Jury } from './jury.ts';
import type { Panel } from './panel-for.ts';
import type { SuiteRow } from './rows.ts';
import type { Scope } from './scope.ts';
import type { TestCase } from './test-case.ts';

/** What the rows of a suite are asked. `juries` are by criterion; `checks` says that code has something to check. */
export type Questions = {
  readonly criteria: readonly Gathered[];
  readonly juries: ReadonlyMap<string, Jury>;
  readonly checks: boolean;
};

type Asking = { readonly panel: Panel; readonly terms: AssertionTerms; readonly scope: Scope };

/** Makes every assertion of every row ready to be asked: its judges are found, its templates rendered. */
export const questionsOf = async (rows: readonly SuiteRow[], { panel, terms, scope }: Asking): Promise<Questions> => {
  const criteria = criteriaOf();
  const juries = new Map<string, Jury>();
  const apart = thresholdsOf(rows.map(({ test }) => test)).length > 1;
  if (apart)
    scope.notes.add(
      'Tests differ in their thresholds, so what they assert is counted apart: criteria of tests with another threshold have a name of their own.',
    );
  const ofTest = new Map<TestCase, readonly Ready[]>();
  let checks = false;
  for (const { rows: repeats, test, asserted } of rows) {
    const ready = ofTest.get(test) ?? (await readyFor(test, { panel, scope, apart }));
    ofTest.set(test, ready);
    for (const { entry, written } of ready) {
      const assertion = await makeAssertion(written, asserted, terms);
      checks ||= assertion.kind === 'checked';
      for (const { id } of repeats) {
        const criterion = criteria.add(entry, id, assertion);
        if (entry.jury !== null) juries.set(criterion, entry.jury);
      }
    }
  }
  return { criteria: criteria.all(), juries, checks };
};

/** Checks that every row's ballots have somebody to cast them. */
export const checkSeats = (criteria: readonly AssertedCriterion[], judges: readonly Judge[], where: string): void => {
  const idle = criteria.find((criterion) => seatsOn(criterion, judges) === 0);
  if (idle === undefined) return;
  throw new Fault(
    'panel/judge',
    `No judge that is seated is asked ${quote(idle.id)}, so it would get no ballot.\nSeat the grader that its assertions name, too.`,
    { where },
  );
};

type Ready = { readonly entry: Asserted; readonly written: Written };

const readyFor = async (
  test: TestCase,
  { panel, scope, apart }: Pick<Asking, 'panel' | 'scope'> & { readonly apart: boolean },
): Promise<readonly Ready[]> => {
  const ready: Ready[] = [];
  for (const entry of assertedBy(test, scope, apart)) {
    const { written } = entry;
    const { kind } = checkType(written.type, written.where);
    ready.push({
      entry,
      written: kind === 'checked' ? written : { ...written, graders: await gradersOf(entry, panel) },
    });
  }
  return ready;
};

const gradersOf = async ({ graders, written }: Asserted, panel: Panel): Promise<readonly string[] | null> => {
  const named = graders.length === 0 && panel.usual !== null ? [panel.usual] : graders;
  if (named.length === 0 && !panel.isFixed) throw noGrader(written.where);
  return panel.namesOf(named);
};
