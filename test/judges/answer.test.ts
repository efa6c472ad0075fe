import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseAnswer, readAnswer } from '../../src/judges/answer.ts';
import { numberIn } from '../../src/wording/number-in.ts';
import type { AnswerCriterion, Extraction } from '../../src/rubric.ts';
import { said } from './said.ts';

const criterion = (extract: Extraction, over: Partial<AnswerCriterion> = {}): AnswerCriterion => ({
  kind: 'answer',
  id: 'answer',
  declared: true,
  scale: { kind: 'nominal', labels: null },
  extract,
  matchCase: false,
  ...over,
});
const read = (of: AnswerCriterion, text: string) => {
  const { vote } = readAnswer(of)(said(text));
  return vote.kind === 'cast' ? vote.value : null;
};

describe('Labels', () => {
  const labels = (...names: string[]) => criterion({ kind: 'label', labels: names });
  const yesNo = labels('yes', 'no');
  const correct = labels('CORRECT', 'INCORRECT');
  const letters = labels('A', 'B', 'C');
  test.for<[AnswerCriterion, string, string | null]>([
    [yesNo, 'No, although some would say yes', 'no'],
    [yesNo, 'Yes.', 'yes'],
    [yesNo, '**Yes** — it does', 'yes'],
    [yesNo, 'No\n\nBecause yes would be wrong.', 'no'],
    [yesNo, 'It could be yes.\nAnswer: no', 'no'],
    [yesNo, 'Answer: yes\n…wait.\nAnswer: No.', 'no'],
    [yesNo, 'Thinking.\n\n**Final answer:** **Yes**', 'yes'],
    [yesNo, 'So the answer is: no', 'no'],
    [yesNo, 'The correct answer is yes (mostly)', 'yes'],
    [yesNo, 'Answer:\n\nno', 'no'],
    [yesNo, 'ANSWER: NO', 'no'],
    [yesNo, 'Yes or no, who knows', null],
    [yesNo, 'Answer: not sure', null],
    [yesNo, 'Answer: none', null],
    [yesNo, 'Answer: yes and no', null],
    [yesNo, 'No\u0301, quiza\u0301s', null],
    [yesNo, 'yes\nThe answer is unclear', null],
    [yesNo, 'nothing is certain', null],
    [yesNo, 'No-one can say', null],
    [yesNo, 'Yes/no', null],
    [yesNo, 'I would say yes', null],
    [correct, 'INCORRECT', 'INCORRECT'],
    [correct, 'Incorrect: the sum is 5.', 'INCORRECT'],
    [correct, 'correct', 'CORRECT'],
    [correct, 'Correct? No.', null],
    [correct, 'NOT CORRECT', null],
    [correct, 'Answer: incorrectly put', null],
    [letters, 'B', 'B'],
    [letters, '(B)', 'B'],
    [letters, 'B) Paris', 'B'],
    [letters, 'Answer: B. Paris', 'B'],
    [letters, 'Answer: b', 'B'],
    [letters, 'A good question, but B', null],
    [letters, 'Answer: D', null],
    [labels('no', 'no change'), 'Answer: no change', 'no change'],
    [labels('3', '3.5'), 'Answer: 3.5', '3.5'],
    [labels('3', '4'), 'Answer: 3.5', null],
    [labels('U.S.', 'U.K.'), 'Answer: U.S.', 'U.S.'],
    [labels('U.S.', 'U.K.'), 'u.k.', 'U.K.'],
    [labels('"yes"', '"no"'), 'Answer: "no"', '"no"'],
    [labels('etc.', 'etc'), 'Answer: etc.', 'etc.'],
    [labels('etc', 'etc.'), 'Answer: etc', 'etc'],
  ])('%o reads %o as %o', ([of, text, value]) => {
    expect(read(of, text)).toBe(value);
  });

  test('with matchCase a label is itself alone', () => {
    const of = criterion({ kind: 'label', labels: ['Polish', 'polish'] }, { matchCase: true });
    expect(read(of, 'polish')).toBe('polish');
    expect(read(of, 'Answer: Polish')).toBe('Polish');
    expect(read(of, 'POLISH')).toBeNull();
  });
});

describe('Numbers', () => {
  const number = criterion({ kind: 'number' });
  test.for<[string, string | null]>([
    ['42', '42'],
    ['Answer: 42', '42'],
    ['Two and 3 are 5.\nThe answer is 5.', '5'],
    ['3 + 4 = 7, so\nit costs $7.', '7'],
    ['Answer: $1,234.50', '1234.5'],
    ['Answer: 1\u202f234\u202f567', '1234567'],
    ['Answer: −12', '-12'],
    ['Answer: -0.0', '0'],
    ['Answer: +007', '7'],
    ['Answer: .5', '0.5'],
    ['Answer: 1e3', '1000'],
    ['Answer: 2.5e-3', '0.0025'],
    ['Answer: 12345678901234567890', '12345678901234567890'],
    ['Answer: 25 kg', '25'],
    ['Answer: **18**', '18'],
    ['Answer: \\boxed{18}', '18'],
    ['Answer: 50%', '50'],
    ['Answer:\n9', '9'],
    ['9\nAnswer: ten', null],
    ['3 or 4', null],
    ['Answer: 3-4', null],
    ['Answer: 1/2', null],
    ['Answer: 1,5', null],
    ['Answer: 12,34', null],
    ['Answer: 1.234.567', null],
    ['Answer: 2026-11-20', null],
    ['Answer: x2', null],
    ['Answer: gpt-4', null],
    ['Answer: 10^6', null],
    ['Answer: 5 million', null],
    ['Answer: > 5', null],
    ['Answer: not 7', null],
    ['Answer: 0x1F', null],
    ['no number', null],
    ['5 apples\nand pears', null],
  ])('%o holds %o', ([text, value]) => {
    expect(read(number, text)).toBe(value);
  });

  test('on a scale with an order the answer is a number', () => {
    const of = criterion({ kind: 'number' }, { scale: { kind: 'interval', min: 0, max: 100 } });
    expect(read(of, 'Answer: 7.50')).toBe(7.5);
    expect(read(of, 'Answer: 101')).toBeNull();
    expect(normaliseAnswer('7.5', of)).toBe(7.5);
  });

  test('every number is read back, however it is written', () => {
    const decimal = fc
      .double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 })
      .map((value) => Number(value.toPrecision(12)))
      .filter((value) => value === 0 || Math.abs(value) > 1e-6);
    fc.assert(
      fc.property(decimal, (value) => {
        expect(Number(numberIn(String(value)))).toBe(value === 0 ? 0 : value);
        const grouped = value.toLocaleString('en-US', { maximumFractionDigits: 20 });
        expect(Number(numberIn(`it is ${grouped} in all`))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  test('the canonical form is its own canonical form', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[-−]?\d{1,25}(\.\d{1,12})?(e-?\d{1,2})?$/), (text) => {
        const once = numberIn(text);
        expect(once).not.toBeNull();
        expect(numberIn(once ?? '')).toBe(once);
      }),
    );
  });
});

describe('Patterns, fields and last lines', () => {
  const regex = (pattern: string, flags = '') => criterion({ kind: 'regex', pattern, flags });
  const json = (field: string) => criterion({ kind: 'json', field });
  const last = criterion({ kind: 'lastLine' });
  test.for<[AnswerCriterion, string, string | number | null]>([
    [regex('####\\s*(.+)'), 'a\n#### 12\n#### 13', '13'],
    [regex('\\d+'), 'one 1 two 22', '22'],
    [regex('answer: (\\w+)', 'i'), 'ANSWER: Paris', 'paris'],
    [regex('x(y)?'), 'x', 'x'],
    [regex('z*'), 'abc', null],
    [regex('nothing'), 'something', null],
    [json('answer'), '{"answer": "Paris."}', 'paris'],
    [json('result.value'), 'So: {"result": {"value": 7}} — done', '7'],
    [json('ok'), '```json\n{"ok": true}\n```', 'true'],
    [json('list.1'), '{"list": ["a", "b"]}', 'b'],
    [json('answer'), '{"answer": 1} {"answer": 2}', null],
    [json('answer'), '{"answer": null}', null],
    [json('answer'), '{"answer": {"a": 1}}', null],
    [json('constructor'), '{"answer": 1}', null],
    [json('length'), '{"answer": 1}', null],
    [json('answer'), 'Paris', null],
    [last, 'Hm.\n\nAnswer: Paris.\n', 'paris'],
    [last, 'Paris', 'paris'],
    [last, 'so\n**"New  York"**', 'new york'],
    [last, 'so\n***', 'so'],
    [last, '```\n***', null],
  ])('%o reads %o as %o', ([of, text, value]) => {
    expect(read(of, text)).toBe(value);
  });

  test('what is off a declared scale is invalid, and is said to be', () => {
    const of = criterion({ kind: 'lastLine' }, { scale: { kind: 'nominal', labels: ['paris', 'rome'] } });
    expect(read(of, 'Paris.')).toBe('paris');
    expect(readAnswer(of)(said('Lyon'))).toEqual({ vote: { kind: 'invalid' }, cause: 'off the scale: lyon' });
  });

  test.for([
    [{ finish: 'length' }, 'truncated'],
    [{ finish: 'filter' }, 'filtered'],
    [{ finish: 'refusal', refusal: 'x' }, 'refused'],
  ] as const)('an answer in a reply that is %o is %s', ([over, cause]) => {
    expect(readAnswer(last)(said('Answer: Paris', over))).toEqual({ vote: { kind: 'invalid' }, cause });
  });
});

describe('Normal form', () => {
  const plain = criterion({ kind: 'lastLine' });
  test.for<[string, string]>([
    [' Paris. ', 'paris'],
    ['"Paris."', 'paris'],
    ['**“Paris”**.', 'paris'],
    ['`x = 1`', 'x = 1'],
    ['Zu\u0308rich', 'z\u00fcrich'],
    ['New\n York', 'new york'],
    ['wait...', 'wait...'],
    ['.', '.'],
    ['"', '"'],
    ['', ''],
  ])('%o is compared as %o', ([text, form]) => {
    expect(normaliseAnswer(text, plain)).toBe(form);
  });

  test('gold goes the same way: labels as declared, numbers in canonical form, case where it matters', () => {
    expect(normaliseAnswer('YES.', criterion({ kind: 'label', labels: ['Yes', 'No'] }))).toBe('Yes');
    expect(normaliseAnswer('“U.S.”', criterion({ kind: 'label', labels: ['U.S.', 'U.K.'] }))).toBe('U.S.');
    expect(normaliseAnswer('""', criterion({ kind: 'label', labels: ['**', 'x'] }))).toBe('');
    expect(normaliseAnswer('1\u00a0234', criterion({ kind: 'number' }))).toBe('1234');
    expect(normaliseAnswer('1,234.0', criterion({ kind: 'number' }))).toBe('1234');
    expect(normaliseAnswer('Paris.', criterion({ kind: 'lastLine' }, { matchCase: true }))).toBe('Paris');
    expect(normaliseAnswer('4', criterion({ kind: 'lastLine' }, { scale: { kind: 'ordinal', levels: [3, 4] } }))).toBe(
      4,
    );
  });

  test('a normal form is its own normal form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normaliseAnswer(text, plain);
        expect(normaliseAnswer(String(once), plain)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  test('no text at all throws, whatever the rule', () => {
    const rules: Extraction[] = [
      { kind: 'label', labels: ['a', 'no'] },
      { kind: 'number' },
      { kind: 'regex', pattern: '(.)?', flags: 'u' },
      { kind: 'json', field: 'a.b' },
      { kind: 'lastLine' },
    ];
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.stringMatching(/^(answer: )?[-0-9.,e no\n*"]{0,30}$/),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom(...rules), (text, extract) => {
        const { vote, cause } = readAnswer(criterion(extract))(said(text));
        expect(vote.kind === 'invalid' ? cause : vote.kind).toSatisfy(
          (told: string | null) => told !== null && told !== '',
        );
      }),
      { numRuns: 3000 },
    );
  });

  test.for([
    'answer'.repeat(200_000),
    '*_`"('.repeat(200_000),
    '1,234'.repeat(200_000),
    ' \t'.repeat(500_000) + 'x',
    '{"a":'.repeat(100_000),
  ])('a megabyte of %.10s… is read soon', (text) => {
    const started = performance.now();
    for (const kind of ['number', 'lastLine'] as const) readAnswer(criterion({ kind }))(said(text));
    readAnswer(criterion({ kind: 'label', labels: ['a', 'b'] }))(said(text));
    readAnswer(criterion({ kind: 'json', field: 'a' }))(said(text));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
