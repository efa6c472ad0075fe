import * as z from 'zod';
import { Fault } from '../fault.ts';
import { check } from './check.ts';
import { closed, oneOf, words } from './legal.ts';
import { inside, type Source } from './source.ts';

/** The block's keys, each a source of its own; its value is undefined where the key is missing. */
export type Block = {
  readonly name: string | null;
  readonly privacy: 'full' | 'hashes';
  readonly part: (key: BlockKey) => Source;
  readonly has: (key: BlockKey) => boolean;
};

type BlockKey = (typeof keys)[number];

const keys = [
  'rubric',
  'answer',
  'rows',
  'judges',
  'rule',
  'quorum',
  'combine',
  'limits',
  'gate',
  'curve',
  'rehearsal',
] as const;

/** Checks the block's own keys; what they hold is read by those who know it. */
export const readBlock = (source: Source): Block => {
  const { name, privacy } = check(schema, source);
  const part = (key: BlockKey): Source => inside(source, [key]);
  const has = (key: BlockKey): boolean => part(key).value !== undefined;
  if (!has('rubric') && !has('answer'))
    throw new Fault(
      'config/missing',
      'The block has neither "rubric" nor "answer", so there is no question to put to the panel.\nAdd rubric: file://rubric.yaml to have outputs judged, or answer: {extract: lastLine, gold: COLUMN} to have questions answered.',
      { where: source.where() },
    );
  if (!has('judges'))
    throw new Fault(
      'config/missing',
      'The block has no "judges", so there is nobody to vote.\nAdd them, for example: judges: [{id: mini, model: openai:gpt-4.1-mini, samples: 5}].',
      { where: source.where() },
    );
  return { name: name ?? null, privacy: privacy ?? 'full', part, has };
};

const schema = closed({
  name: words.optional(),
  privacy: oneOf('full', 'hashes').optional(),
  ...(Object.fromEntries(keys.map((key) => [key, z.unknown().optional()])) as Record<
    BlockKey,
    z.ZodOptional<z.ZodUnknown>
  >),
});
