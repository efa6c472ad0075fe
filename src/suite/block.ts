import { oneOf, words } from '../config/legal.ts';
import { inside, type Source } from '../config/source.ts';
import { checkKeys, valueOf, type Keys } from './keys.ts';

/** The block `empanel` of a suite, which it may do without. */
export type Block = {
  readonly name: string | null;
  readonly privacy: 'full' | 'hashes';
  readonly part: (key: BlockKey) => Source;
  readonly has: (key: BlockKey) => boolean;
};

type BlockKey = (typeof parts)[number];

const parts = ['judges', 'rule', 'quorum', 'limits', 'gate', 'curve', 'rehearsal'] as const;

const keys: Keys = {
  of: 'the block "empanel"',
  read: ['name', 'privacy', 'rubric', 'answer', ...parts],
  refused: {
    rows: 'A row has its id from its test: metadata: {id: …}.',
    combine:
      'Say what each assertion counts with "weight", and how much of it has to pass with "threshold" of "defaultTest".',
  },
  why: "goes with a rubric or an answer of the panel's own, and here the tests' assertions are the criteria",
};

/** Checks the block's own keys; what they hold is read by those who know it. */
export const readBlock = (source: Source): Block => {
  if (source.value !== undefined && source.value !== null) checkKeys(source, keys);
  const part = (key: BlockKey): Source => inside(source, [key]);
  return {
    name: valueOf(source, 'name', words) ?? null,
    privacy: valueOf(source, 'privacy', oneOf('full', 'hashes')) ?? 'full',
    part,
    has: (key) => part(key).value !== undefined,
  };
};
