import { describe, expect, test } from 'vitest';
import { messagesIn } from '../../src/promptfoo/panel/chat.ts';
import { checkOf } from '../../src/promptfoo/panel/checks.ts';
import { said } from '../judges/said.ts';

describe('A reply is read strictly', () => {
  test.for([
    ['llm-rubric', '{"pass": true, "score": 0.9, "reason": "It is."}', 'pass'],
    ['llm-rubric', 'I think: {"pass": false, "score": 0}', 'fail'],
    ['llm-rubric', '{"score": 1, "reason": "Fine."}', null],
    ['llm-rubric', '{"pass": true} or {"pass": false}', null],
    ['llm-rubric', 'I think it is fine.', null],
    ['llm-rubric', '', null],
    ['trajectory:goal-success', '{"pass": true}', 'pass'],
    ['model-graded-closedqa', 'It does.\nY', 'pass'],
    ['model-graded-closedqa', 'N', 'fail'],
    ['model-graded-closedqa', 'It is in GERMANY', null],
    ['factuality', '{"category": "B", "reason": "More."}', 'pass'],
    ['factuality', '{"category": " d ", "reason": "No."}', 'fail'],
    ['factuality', '{"category": "F"}', null],
  ] as const)('%s: %s', ([label, text, value]) => {
    const { vote } = checkOf(label, '')?.read(said(text)) ?? { vote: null };
    expect(vote).toMatchObject(value === null ? { kind: 'invalid' } : { kind: 'cast', value });
  });

  test.for(['length', 'filter', 'refusal'] as const)('A reply that ended by %s is no vote', (finish) => {
    expect(checkOf('llm-rubric', '')?.read(said('{"pass": true}', { finish })).vote).toEqual({ kind: 'invalid' });
  });
});

test.for([
  ['Respond ONLY with {"category": "[LETTER]"}', 'factuality'],
  [JSON.stringify([{ role: 'system', content: 'Respond with {"category": "A"}' }]), 'factuality'],
  ['print only the single character "Y" or "N"', 'model-graded-closedqa'],
  ['{reason: string, pass: boolean, score: number}', 'llm-rubric'],
] as const)('Without a label the prompt tells its own form: %s', ([prompt, label]) => {
  expect(checkOf('', prompt)).toBe(checkOf(label, ''));
});

test('What is no vote has no check', () => {
  expect(checkOf('g-eval-steps', '')).toBeNull();
});

describe('A rendered prompt as messages', () => {
  test.for([
    ['Judge this.', [{ role: 'user', content: 'Judge this.' }]],
    ['[1, 2]', [{ role: 'user', content: '[1, 2]' }]],
    ['[broken', [{ role: 'user', content: '[broken' }]],
    [
      '[{"role":"system","content":"a"},{"role":"user","content":"b"}]',
      [
        { role: 'system', content: 'a' },
        { role: 'user', content: 'b' },
      ],
    ],
    ['[{"role":"developer","content":[{"type":"text","text":"a"}]}]', [{ role: 'system', content: 'a' }]],
    ['[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:"}}]}]', null],
    ['[{"role":"tool","content":"a"}]', null],
  ] as const)('%s', ([prompt, messages]) => {
    expect(messagesIn(prompt)).toEqual(messages);
  });
});
