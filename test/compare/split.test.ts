import { describe, expect, test } from 'vitest';
import { panelOf, splitBy } from '../../src/compare/split.ts';
import type { Recording } from '../../src/recording.ts';
import { compared, recorded, sideOf } from './sides.ts';

const line = (judge: string, model: string | null, values: string[], criterion = 'safe') => ({
  row: 'r0',
  criterion,
  judge,
  values,
  gold: 'pass',
  ...(model === null ? {} : { model }),
});

const recording = recorded(
  line('haiku@0', 'haiku', ['pass', 'fail']),
  line('luna', null, ['fail']),
  line('haiku@0.7', 'haiku', ['pass']),
  line('sol', 'sol', ['pass'], 'kind'),
);

/** How many ballots each judge of a part has. */
const ballotsIn = ({ judges, polls }: Recording): Record<string, number> =>
  Object.fromEntries(
    judges.map(({ id }, at) => [
      id,
      polls.flatMap(({ cells }) => cells.filter(({ judge }) => judge === at)).flatMap(({ codes }) => codes).length,
    ]),
  );

describe('One recording is many arms', () => {
  test('by judge, each with its own ballots and the gold of all', () => {
    const parts = splitBy(recording, 'judge');
    expect(parts.map(({ name, recording: part }) => [name, ballotsIn(part)])).toEqual([
      ['haiku@0', { 'haiku@0': 2 }],
      ['luna', { luna: 1 }],
      ['haiku@0.7', { 'haiku@0.7': 1 }],
      ['sol', { sol: 1 }],
    ]);
    expect(parts[1]?.recording.polls[0]?.gold).toEqual(recording.polls[0]?.gold);
  });

  test('by model; a judge without one is a model of its own', () => {
    expect(splitBy(recording, 'model').map(({ name, recording: part }) => [name, ballotsIn(part)])).toEqual([
      ['haiku', { 'haiku@0': 2, 'haiku@0.7': 1 }],
      ['luna', { luna: 1 }],
      ['sol', { sol: 1 }],
    ]);
  });

  test.for<{ patterns: string[]; judges: string[] }>([
    { patterns: ['*'], judges: ['haiku@0', 'luna', 'haiku@0.7', 'sol'] },
    { patterns: ['haiku*'], judges: ['haiku@0', 'haiku@0.7'] },
    { patterns: ['*0'], judges: ['haiku@0'] },
    { patterns: ['haiku@0.7', 'luna'], judges: ['luna', 'haiku@0.7'] },
    { patterns: ['*u*a*'], judges: ['luna'] },
  ])('by $patterns', ({ patterns, judges }) => {
    const { name, recording: part } = panelOf(recording, { name: 'some', patterns });
    expect([name, ...part.judges.map(({ id }) => id)]).toEqual(['some', ...judges]);
  });

  test('a criterion on which no judge of the arm voted is not in it', () => {
    const [haiku] = splitBy(recording, 'model');
    expect(haiku?.recording.polls.map(({ criterion }) => criterion.id)).toEqual(['safe']);
  });

  test('arms of one recording know one another’s labels, so what passes is the same in all', () => {
    const [, luna, other] = splitBy(recording, 'judge');
    const sides = [luna, other].flatMap((part) => (part === undefined ? [] : [sideOf(part.name, part.recording)]));
    const { mismatches, pairings } = compared(sides);
    expect(mismatches).toEqual([]);
    expect(pairings[0]).toMatchObject({ error: { difference: { value: -1 } }, fail: { difference: { value: -1 } } });
  });
});

describe('What cannot be split is refused', () => {
  test.for([
    { what: 'one judge', of: recorded(line('luna', null, ['pass'])), by: 'judge', says: /one judge \("luna"\)/ },
    {
      what: 'one model',
      of: recorded(line('a', 'haiku', ['pass']), line('b', 'haiku', ['pass'])),
      by: 'model',
      says: /one model \("haiku"\)/,
    },
  ] as const)('$what', ({ of, by, says }) => {
    expect(() => splitBy(of, by)).toThrow(says);
  });

  test.for(['nobody', 'haiku', 'h.iku*', ''])('by the pattern "%s", which no judge matches', (pattern) => {
    expect(() => panelOf(recording, { name: 'some', patterns: ['luna', pattern] })).toThrow(
      /"some" asks for judges .*none of this name[^]*"haiku@0", "luna"/,
    );
  });
});
