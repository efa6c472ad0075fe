import fc from 'fast-check';
import { stringify } from 'yaml';
import { expect, test } from 'vitest';
import { Fault } from '../../src/fault.ts';
import { files, good, read, rows, rubric, type Files } from './files.ts';

/** A text with one stretch of it replaced. */
const spoilt = (text: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.nat(text.length),
      fc.nat(12),
      fc.oneof(
        fc.constantFrom('', '{', '[', '- ', ': ', '&a ', '*a', '\n', '"', '!!map', '|', '{{', '-1', 'null', '~'),
        fc.string(),
      ),
    )
    .map(([at, length, other]) => text.slice(0, at) + other + text.slice(at + length));

const outcome = async (changed: Files): Promise<'read' | 'fault'> => {
  try {
    await read(changed);
    return 'read';
  } catch (error) {
    if (error instanceof Fault && error.message.includes('\n')) return 'fault';
    throw error;
  }
};

test.for(['promptfooconfig.yaml', 'rubric.yaml', 'rows.csv'] as const)(
  'Whatever is wrong in %s is a fault that says what to do, or nothing',
  async (name) => {
    const text = { 'promptfooconfig.yaml': stringify(good), 'rubric.yaml': stringify(rubric), 'rows.csv': rows }[name];
    await fc.assert(
      fc.asyncProperty(spoilt(text), async (content) => {
        expect(['read', 'fault']).toContain(await outcome(files({ [name]: content })));
      }),
      { numRuns: 150 },
    );
  },
);
