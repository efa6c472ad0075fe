import * as z from 'zod';
import type { Written } from '../assertions/written.ts';
import { words } from '../config/legal.ts';
import { shown } from '../config/shown.ts';
import { inside, type Source } from '../config/source.ts';
import { Fault } from '../fault.ts';
import { nameIn, weightIn, writtenIn } from './assertion-entry.ts';
import { juryOf, type Jury } from './jury.ts';
import { checkKeys, valueOf } from './keys.ts';
import type { Scope } from './scope.ts';
import type { TestCase } from './test-case.ts';
import { setKeys } from './test-keys.ts';
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

/** All that a test asserts. Names are given out once in a test: its second "llm-rubric" is "llm-rubric 2". */
export const assertedBy = (test: TestCase, scope: Scope): readonly Asserted[] => {
  const [nameOf, setNameOf] = [uniqueNames(), uniqueNames()];
  return test.asserts.flatMap(({ source, isDefault }): readonly Asserted[] => {
    const one = (entry: Source, metric?: string): Asserted => ({
      name: nameOf(metric ?? nameIn(entry, isDefault)),
      weight: weightIn(entry),
      set: null,
      written: writtenIn(entry, test, scope.folder),
      graders: graderIn(entry, test),
      jury: null,
    });
    if (inside(source, ['type']).value !== 'assert-set') return [one(source)];
    for (const key of checkKeys(source, setKeys)) scope.passed.add(`${key} of an assert-set`);
    const metric = valueOf(source, 'metric', words);
    const share = valueOf(source, 'threshold', SHARE);
    const weight = weightIn(source);
    const members = membersIn(source);
    const graders = members.map((member) => graderIn(member, test));
    const jury = juryOf(members, graders, share ?? 1);
    const [first] = members;
    if (jury !== null && first !== undefined)
      return [{ ...one(first, metric), weight, graders: graders.flat(), jury: { ...jury, share: share ?? null } }];
    const set = { name: setNameOf(metric ?? 'assert-set'), share: share ?? 1, weight };
    if (share !== undefined)
      scope.notes.add(
        'Sets with a threshold pass with that share of the weights of what passes in them; promptfoo compares the mean of the scores with it, in which an assertion that fails counts too.',
      );
    return members.map((member) => ({ ...one(member), set }));
  });
};

const SHARE = z
  .number({ error: 'a share from 0 to 1' })
  .min(0, { error: 'a share from 0 to 1' })
  .max(1, { error: 'a share from 0 to 1' });

/** The judge that an assertion names, else the one that its test does. */
const graderIn = (entry: Source, { options }: TestCase): readonly Source[] => {
  const own = inside(entry, ['provider']);
  if (own.value !== undefined && own.value !== null) return [own];
  return options.provider === undefined ? [] : [options.provider];
};

const membersIn = (source: Source): readonly Source[] => {
  const list = inside(source, ['assert']);
  if (Array.isArray(list.value) && list.value.length > 0) return list.value.map((_, at) => inside(list, [at]));
  throw new Fault(
    'config/value',
    `The set's "assert" is ${shown(list.value)}, so there is nothing in it to pass.\nWrite assert: [{type: llm-rubric, value: …}, …].`,
    { where: source.where(['assert']) },
  );
};
