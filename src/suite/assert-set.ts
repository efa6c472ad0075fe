import { words } from '../config/legal.ts';
import { shown } from '../config/shown.ts';
import { inside, type Source } from '../config/source.ts';
import { Fault } from '../fault.ts';
import { weightIn } from './assertion-entry.ts';
import { checkKeys, valueOf } from './keys.ts';
import type { Scope } from './scope.ts';
import type { TestCase } from './test-case.ts';
import { setKeys } from './test-keys.ts';
import { SHARE } from './test-layer.ts';

/** A set as it is written. */
export type WrittenSet = {
  readonly metric: string | undefined;
  readonly share: number | null; // of its weight that has to pass; null: all of it
  readonly weight: number; // among what the test asserts
  readonly members: readonly Source[];
  readonly total: number; // the sum of the members' weights
};

/** Whether an entry of a test's `assert` is a set. */
export const isSet = (entry: Source): boolean => inside(entry, ['type']).value === 'assert-set';

/** Reads a set and checks its keys. */
export const readSet = (source: Source, { threshold }: TestCase, scope: Scope): WrittenSet => {
  for (const key of checkKeys(source, setKeys)) scope.passed.add(`${key} of an assert-set`);
  const share = valueOf(source, 'threshold', SHARE) ?? null;
  const members = membersIn(source);
  const total = members.reduce((sum, member) => sum + weightIn(member), 0);
  if (total === 0 && ((share ?? 0) > 0 || threshold !== null)) throw weightless(source);
  // Under promptfoo a set that fails fails its test whatever its weight, but where the test has a threshold.
  const weight = weightIn(source) || (threshold === null ? 1 : 0);
  return { metric: valueOf(source, 'metric', words), share, weight, members, total };
};

const membersIn = (source: Source): readonly Source[] => {
  const list = inside(source, ['assert']);
  if (!Array.isArray(list.value) || list.value.length === 0)
    throw new Fault(
      'config/value',
      `The set's "assert" is ${shown(list.value)}, so there is nothing in it to pass.\nWrite assert: [{type: llm-rubric, value: …}, …].`,
      { where: source.where(['assert']) },
    );
  const members = list.value.map((_, at) => inside(list, [at]));
  const inner = members.find(isSet);
  if (inner === undefined) return members;
  throw new Fault(
    'config/value',
    'An assert-set stands in another one, which promptfoo can\'t run either.\nPut both side by side into the "assert" of the test.',
    { where: inner.where() },
  );
};

const weightless = (source: Source): Fault =>
  new Fault(
    'config/value',
    'All that the set asserts has the weight 0, so its score is 0 whatever the output, and no threshold could be reached.\nGive one of its assertions a weight, or take the threshold out.',
    { where: source.where() },
  );
