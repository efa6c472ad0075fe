import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readVerdict } from '../../src/judges/reply.ts';
import type { Scale } from '../../src/rubric.ts';
import { said } from './said.ts';

const correct: Scale = { kind: 'nominal', labels: ['CORRECT', 'INCORRECT'] };
const stars: Scale = { kind: 'ordinal', levels: [1, 2, 3, 4, 5] };
const grades: Scale = { kind: 'ordinal', levels: ['1', '2', '3'] };
const truth: Scale = { kind: 'nominal', labels: ['true', 'false'] };
const points: Scale = { kind: 'interval', min: 0, max: 10 };
const cases: Scale = { kind: 'nominal', labels: ['a', 'A', 'b'] };
const free: Scale = { kind: 'nominal', labels: null };

const ballot = (verdict: unknown, over: object = {}): string =>
  JSON.stringify({ reason: 'so', abstain: false, verdict, ...over });
const vote = (scale: Scale, text: string) => readVerdict(scale)(said(text)).vote;
const valueOf = (scale: Scale, verdict: unknown) => {
  const { vote: read, cause } = readVerdict(scale)(said(ballot(verdict)));
  return read.kind === 'cast' ? read.value : cause;
};

describe('A verdict is a value of the scale', () => {
  test.for<[Scale, unknown, string | number]>([
    [correct, 'CORRECT', 'CORRECT'],
    [correct, 'INCORRECT', 'INCORRECT'],
    [correct, ' incorrect\n', 'INCORRECT'],
    [stars, 4, 4],
    [stars, '4', 4],
    [stars, ' 4.0 ', 4],
    [grades, 2, '2'],
    [grades, '2', '2'],
    [truth, true, 'true'],
    [truth, 'False', 'false'],
    [points, 7.5, 7.5],
    [points, '10', 10],
    [points, 0, 0],
    [cases, 'a', 'a'],
    [cases, 'A', 'A'],
    [cases, 'B', 'b'],
    [free, ' any thing ', 'any thing'],
    [free, 3, 3],
  ])('%o: %o is %o', ([scale, verdict, value]) => {
    expect(valueOf(scale, verdict)).toBe(value);
  });

  test.for<[Scale, unknown]>([
    [correct, 'correct answer'],
    [correct, 'IN CORRECT'],
    [correct, 'NOT CORRECT'],
    [correct, ''],
    [correct, null],
    [correct, ['CORRECT']],
    [correct, { value: 'CORRECT' }],
    [correct, true],
    [correct, 0],
    [stars, 0],
    [stars, 6],
    [stars, 4.5],
    [stars, '4/5'],
    [stars, 'four'],
    [stars, true],
    [points, 10.01],
    [points, -1],
    [points, '7 of 10'],
    [points, '0x5'],
    [points, ''],
    [points, true],
    [cases, 'á'],
    [free, '  '],
    [free, null],
  ])('%o: %o is off the scale, and no value', ([scale, verdict]) => {
    expect(valueOf(scale, verdict)).toMatch(/^off the scale: /);
  });

  test('labels that differ in case alone are told apart by it, or not at all', () => {
    expect(valueOf({ kind: 'nominal', labels: ['Aa', 'aA'] }, 'aa')).toMatch(/^off the scale/);
  });
});

describe('A reply is one whole object', () => {
  const good = ballot('CORRECT');
  const pass = { kind: 'cast', value: 'CORRECT', rationale: 'so' };
  test.for<[string, string]>([
    ['as it stands', good],
    ['with white space around', `\n\n ${good} \n`],
    ['in a fence', `\`\`\`json\n${good}\n\`\`\``],
    ['in a fence within words', `My ballot:\n\`\`\`\n${good}\n\`\`\`\nThat is all.`],
    ['behind thinking', `<think>{"verdict": "INCORRECT"}</think>\n${good}`],
    ['behind thinking and in a fence', `hm</think> \`\`\`JSON\n${good}\`\`\``],
    ['with a further field', ballot('CORRECT', { score: 1 })],
  ])('%s', ([, text]) => {
    expect(vote(correct, text)).toEqual(pass);
  });

  test('a reason that speaks of fences and of thinking harms nothing', () => {
    const reason = 'it ends with </think> and ```json {"verdict": "INCORRECT"}```';
    expect(vote(correct, ballot('CORRECT', { reason }))).toEqual({ ...pass, rationale: reason });
  });

  test('a judge that abstains has no value, whatever its verdict says', () => {
    expect(vote(correct, ballot('CORRECT', { abstain: true }))).toEqual({ kind: 'abstained', rationale: 'so' });
    expect(vote(correct, ballot(null, { abstain: true, reason: ' ' }))).toEqual({ kind: 'abstained' });
  });

  test.for<[string, string]>([
    ['', 'empty'],
    [' \n', 'empty'],
    ['CORRECT', 'no JSON object'],
    ['"CORRECT"', 'no JSON object'],
    ['null', 'no JSON object'],
    [`[${good}]`, 'no JSON object'],
    [`${good}\n${good}`, 'no JSON object'],
    [`Here it is: ${good}`, 'no JSON object'],
    [`\`\`\`\n${good}\n\`\`\`\n\`\`\`\n${ballot('INCORRECT')}\n\`\`\``, 'no JSON object'],
    [good.slice(0, -1), 'no JSON object'],
    [`{"ballot": ${good}}`, 'no field "reason"'],
    ['{"reason": "x", "abstain": false}', 'no field "verdict"'],
    ['{"reason": "x", "verdict": "CORRECT"}', 'no field "abstain"'],
    ['{"abstain": false, "verdict": "CORRECT"}', 'no field "reason"'],
    ['{"__proto__": {"reason": "x", "abstain": false, "verdict": "CORRECT"}}', 'no field "reason"'],
    [ballot('CORRECT', { abstain: 'false' }), '"abstain" is neither true nor false'],
    [ballot('CORRECT', { abstain: null }), '"abstain" is neither true nor false'],
    [ballot('CORRECT', { reason: 1 }), '"reason" is no text'],
  ])('%o is invalid: %s', ([text, cause]) => {
    expect(readVerdict(correct)(said(text))).toEqual({ vote: { kind: 'invalid' }, cause });
  });

  test.for([
    [{ finish: 'length' }, 'truncated'],
    [{ finish: 'filter' }, 'filtered'],
    [{ finish: 'refusal', refusal: 'no' }, 'refused'],
    [{ refusal: '' }, 'refused'],
  ] as const)('a whole object in a reply that is %o is %s all the same', ([over, cause]) => {
    expect(readVerdict(correct)(said(good, over))).toEqual({ vote: { kind: 'invalid' }, cause });
  });

  test('a server that tells no finish is read like any other', () => {
    expect(readVerdict(correct)(said(good, { finish: 'other' })).vote).toEqual(pass);
  });
});

describe('Whatever comes', () => {
  /** The rule in other words: what a whole text must be to cast a vote. Fences and thinking are left to the tables above. */
  const isBallot = (text: string): boolean => {
    try {
      const read = JSON.parse(text) as Record<string, unknown> | null;
      if (typeof read !== 'object' || read === null || !Object.hasOwn(read, 'verdict')) return false;
      const { reason, abstain, verdict } = read;
      const folded = typeof verdict === 'string' ? verdict.trim().toLowerCase() : null;
      return typeof reason === 'string' && abstain === false && (folded === 'correct' || folded === 'incorrect');
    } catch {
      return false;
    }
  };

  const mutated = fc
    .tuple(
      fc.constantFrom(ballot('CORRECT'), ballot('INCORRECT'), ballot('CORRECT', { abstain: true }), ballot('maybe')),
      fc.array(
        fc.tuple(
          fc.nat(80),
          fc.nat(3),
          fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('"', '}', '{', ',', 'IN', 'null')),
        ),
        { maxLength: 4 },
      ),
    )
    .map(([text, edits]) =>
      edits.reduce((rest, [at, cut, put]) => rest.slice(0, at) + put + rest.slice(at + cut), text),
    );

  test('no mutated reply casts a vote unless it is a legal object still', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        fc.pre(!text.includes('```') && !text.includes('</think>'));
        expect(vote(correct, text).kind === 'cast').toBe(isBallot(text));
      }),
      { numRuns: 10_000 },
    );
  });

  test('no text and no JSON at all throws, or casts a vote off the scale', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.json({ maxDepth: 6 }),
      fc.json().map((text) => `\`\`\`json\n${text}\n\`\`\``),
      fc.jsonValue().map((value) => ballot(value)),
      fc.jsonValue().map((value) => ballot('CORRECT', { reason: value })),
    );
    fc.assert(
      fc.property(anything, fc.constantFrom(correct, stars, points), (text, scale) => {
        const { vote: read, cause } = readVerdict(scale)(said(text));
        expect(cause === null).toBe(read.kind === 'abstained' || read.kind === 'cast');
        if (read.kind !== 'cast') return;
        if (scale.kind === 'interval') expect(read.value).toSatisfy((value: number) => value >= 0 && value <= 10);
        else expect(scale.kind === 'ordinal' ? scale.levels : scale.labels).toContain(read.value);
      }),
      { numRuns: 3000 },
    );
  });

  test.for<[string, string]>([
    ['deep', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['deep and open', '{"a":'.repeat(200_000)],
    ['long', `{"reason": "${'x'.repeat(5_000_000)}"`],
    ['full of fences', '```'.repeat(500_000)],
    ['full of thinking', '</think>'.repeat(300_000)],
    ['full of braces', '{}'.repeat(1_000_000)],
  ])('a reply that is %s is invalid soon', ([, text]) => {
    const started = performance.now();
    expect(vote(correct, text)).toEqual({ kind: 'invalid' });
    expect(performance.now() - started).toBeLessThan(1500);
  });
});
