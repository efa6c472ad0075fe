import { describe, expect, test } from 'vitest';
import { checkedTypes, gradedTypes, refusedTypes } from '../../src/assertions/kinds.ts';
import { checkType } from '../../src/assertions/make-assertion.ts';
import { faultOf } from './make.ts';

const type = async (written: string) => checkType(written, 'promptfooconfig.yaml:7');

/** promptfoo 0.123.1's own list of types. */
const theirs =
  'agent-rubric answer-relevance bleu classifier contains contains-all contains-any contains-html contains-json contains-sql contains-xml context-faithfulness context-recall context-relevance conversation-relevance cost equals factuality finish-reason g-eval gleu guardrails icontains icontains-all icontains-any is-html is-json is-refusal is-sql is-valid-function-call is-valid-openai-function-call is-valid-openai-tools-call is-xml javascript latency levenshtein llm-rubric pi meteor model-graded-closedqa model-graded-factuality moderation perplexity perplexity-score python regex rouge-n ruby similar similar:cosine similar:dot similar:euclidean starts-with tool-call-f1 skill-used trajectory:goal-success trajectory:tool-args-match trajectory:step-count trajectory:tool-sequence trajectory:tool-used trace-error-spans trace-span-count trace-span-duration search-rubric webhook word-count select-best human max-score promptfoo:redteam:pii'.split(
    ' ',
  );

test.for(theirs)('%s is run or refused, and never unknown', async (name) => {
  const known = await type(name).catch(async () => faultOf(type(name)));
  if (typeof known === 'string') expect(known).toMatch(/can't be run by a panel: /);
  else expect(known).toMatchObject({ type: name, inverse: false });
  expect(await type(`not-${name}`).catch(() => 'refused')).toEqual(
    typeof known === 'string' ? 'refused' : { ...known, inverse: true },
  );
});

test('no type stands in two lists', () => {
  const all = [...gradedTypes, ...checkedTypes, ...refusedTypes.flatMap(({ types }) => types)];
  expect(new Set(all).size).toBe(all.length);
});

describe('A refusal says why and what to do', () => {
  test('a program in another language', async () => {
    expect(await faultOf(type('not-python'))).toMatchInlineSnapshot(`
      "assertion/type at promptfooconfig.yaml:7
      An assertion of type "not-python" can't be run by a panel: it runs a program in another language.
      Write the check as "javascript" and allow it with --allow-code. Keep such tests in a config of their own for \`promptfoo eval\`, with empanel as its grader. \`--with promptfoo\` doesn't run it either: it only reads the config."
    `);
  });
  test('embeddings', async () => {
    expect(await faultOf(type('similar:cosine'))).toMatchInlineSnapshot(`
      "assertion/type at promptfooconfig.yaml:7
      An assertion of type "similar:cosine" can't be run by a panel: it compares embeddings, and a panel asks no embedding model.
      Ask a judge whether the meaning is the same, with "llm-rubric" or "factuality". Keep such tests in a config of their own for \`promptfoo eval\`, with empanel as its grader. \`--with promptfoo\` doesn't run it either: it only reads the config."
    `);
  });
  test('a misspelt type', async () => {
    expect(await faultOf(type('lm-rubric'))).toMatchInlineSnapshot(`
      "assertion/type at promptfooconfig.yaml:7
      "lm-rubric" is no type of assertion, so nothing would be asserted.
      Did you mean "llm-rubric"?"
    `);
    expect(await faultOf(type('not-contain'))).toMatchInlineSnapshot(`
      "assertion/type at promptfooconfig.yaml:7
      "not-contain" is no type of assertion, so nothing would be asserted.
      Did you mean "not-contains"?"
    `);
    expect(await faultOf(type('toString'))).toMatch(
      /^assertion\/type at promptfooconfig\.yaml:7\n"toString" is no type/,
    );
  });
});
