import type { Written } from '../assertions/written.ts';
import { inside, type Source } from '../config/source.ts';
import { Fault } from '../fault.ts';
import { isSet, readSet } from './assert-set.ts';
import { nameIn, weightIn, writtenIn } from './assertion-entry.ts';
import { juryOf, type Jury } from './jury.ts';
import type { Scope } from './scope.ts';
import type { TestCase } from './test-case.ts';
import { uniqueNames } from './unique.ts';

/** The set that an assertion stands in: it passes by itself, with so much of its weight. */
export type AssertSet = { readonly name: string; readonly share: number; readonly weight: number };

/** One thing that a test asserts, as a criterion: its name, what it counts, and the judges that it names itself. */
export type Asserted = {
  readonly name: string;
  readonly weight: number;
  readonly set: AssertSet | null;
  readonly written: Written;
  readonly graders: readonly Source[]; // none: whoever judges everything
  readonly jury: Jury | null; // where several graders answer it together
};

/**
 * All that a test asserts. Names are given out once in a test: its second "llm-rubric" is "llm-rubric 2". `apart`: tests have different
 * thresholds, so what a test with one asserts is a set of its own.
 */
export const assertedBy = (test: TestCase, scope: Scope, apart: boolean): readonly Asserted[] => {
  const [nameOf, setNameOf] = [uniqueNames(), uniqueNames()];
  const one = (entry: Source, isDefault: boolean, metric?: string): Asserted => ({
    name: nameOf(metric ?? nameIn(entry, isDefault)),
    weight: weightIn(entry),
    set: null,
    written: writtenIn(entry, test, scope.folder),
    graders: graderIn(entry, test),
    jury: null,
  });
  const ofSet = (source: Source, isDefault: boolean): readonly Asserted[] => {
    const { metric, share, weight, members, total } = readSet(source, test, scope);
    const graders = members.map((member) => graderIn(member, test));
    const jury = total === 0 ? null : juryOf(members, graders, share ?? 1);
    const [first] = members;
    if (jury !== null && first !== undefined)
      return [{ ...one(first, isDefault, metric), weight, graders: graders.flat(), jury: { ...jury, share } }];
    const asserted = members.map((member) => one(member, isDefault));
    if (test.threshold !== null) {
      scope.notes.add(BY_SHARE);
      return asserted.map((each) => ({ ...each, weight: (weight * each.weight) / total }));
    }
    if (share !== null) scope.notes.add(BY_ITSELF);
    const set = { name: setNameOf(metric ?? 'assert-set'), share: share ?? 1, weight };
    return asserted.map((each) => ({ ...each, set }));
  };
  const asserted = test.asserts.flatMap(({ source, isDefault }) =>
    isSet(source) ? ofSet(source, isDefault) : [one(source, isDefault)],
  );
  checkWeights(asserted, test);
  if (!apart || test.threshold === null) return asserted;
  const { share } = test.threshold;
  return asserted.map((each) => ({ ...each, set: { name: `threshold ${share}`, share, weight: 1 } }));
};

const BY_SHARE =
  'The tests have a threshold, so a set counts by the share of its weights that passes, as under promptfoo, and no threshold of its own is heard.';
const BY_ITSELF =
  'Sets with a threshold pass with that share of the weights of what passes in them; promptfoo compares the mean of the scores with it, in which an assertion that fails counts too.';

const checkWeights = (asserted: readonly Asserted[], { threshold }: TestCase): void => {
  if (threshold === null || threshold.share === 0 || asserted.some(({ weight }) => weight > 0)) return;
  throw new Fault(
    'config/value',
    `All that the test asserts has the weight 0, so its score is 0 whatever the output, and its threshold of ${threshold.share} can't be reached.\nGive one of its assertions a weight, or take the threshold out.`,
    { where: threshold.where },
  );
};

/** The judge that an assertion names, else the one that its test does. */
const graderIn = (entry: Source, { options }: TestCase): readonly Source[] => {
  const own = inside(entry, ['provider']);
  if (own.value !== undefined && own.value !== null) return [own];
  return options.provider === undefined ? [] : [options.provider];
};
