import { describe, expect, test } from 'vitest';
import { headlines } from '../../src/report/headline.ts';
import { foundIn } from './found.ts';

type Cell = { readonly values: readonly unknown[]; readonly gold?: unknown; readonly judge?: string };

/** Rows that repeat these cells in turn. */
const rows = (count: number, cells: readonly Cell[]): object[] =>
  Array.from({ length: count }, (_, row) => ({
    row: `r${row}`,
    criterion: 'q',
    judge: 'a',
    gold: 'pass',
    ...cells[row % cells.length],
  }));

const adviceOn = async (ballots: readonly object[], options: Parameters<typeof foundIn>[1] = {}) => {
  const findings = await foundIn(ballots, options);
  const [headline] = headlines(findings);
  if (headline === undefined) throw new Error('a recording has one criterion');
  return { findings, ...headline, points: headline.curve?.points ?? [], knee: headline.curve?.knee };
};
const failed = { outcome: 'failed' };

describe('Advice is true of the numbers', () => {
  test('where abstentions make the even ballot count, even sizes are looked at', async () => {
    const found = await adviceOn(
      rows(200, [
        { values: ['pass', null] },
        { values: [null, 'pass'] },
        { values: ['pass', 'pass'] },
        { values: ['fail', 'fail'] },
      ]),
    );
    expect(found.points.map(({ error }) => error)).toEqual([0.5, 0.25]);
    expect(found.curve?.grid).toEqual([1, 2]);
    expect(found.advice).toContain('falls from 50.0% at 1 ballot to 25.0% at 2');
  });

  test('where no ballot has a value, no row is said to be decided', async () => {
    const found = await adviceOn(rows(3, [{ values: [null], gold: undefined }]));
    expect(found.advice).toMatch(/^None of 3 rows is decided\. No error curve: /);
    const one = await adviceOn(rows(1, [{ values: [null], gold: undefined }]));
    expect(one.advice).toMatch(/^Its one row is not decided\. /);
  });

  test('a size without a quorum is absent, however the rounding falls', async () => {
    const cells = [1, 2, 3].map((nulls) => ({
      values: [...Array<null>(nulls).fill(null), ...Array<string>(7 - nulls).fill('a')],
      gold: 'a',
    }));
    for (const onNoQuorum of ['exclude', 'abstain'] as const) {
      const found = await adviceOn(
        [
          ...rows(60, cells),
          { row: 'r60', criterion: 'q', judge: 'a', gold: 'b', values: ['b', 'c', 'b', 'b', 'b', 'b', 'b'] },
        ],
        { settings: { quorum: 3, onNoQuorum } },
      );
      expect(found.points[0]?.n).toBe(3);
    }
  });

  test('a quorum that no draw can have gives no curve, and says so', async () => {
    const found = await adviceOn(rows(40, [{ values: ['pass', 'pass', 'fail'] }]), { settings: { quorum: 20 } });
    expect(found.curve).toBeNull();
    expect(found.advice).toContain('no row with gold has the quorum of 20 ballots');
  });

  test('a judge that voted on a few rows only is not held up as the best', async () => {
    const panel = ['a', 'b'].flatMap((judge) =>
      rows(100, [{ judge, values: ['pass', 'pass', 'fail', 'pass', 'fail'] }]),
    );
    const guest = rows(2, [{ judge: 'guest', values: ['pass', 'pass', 'pass', 'pass', 'pass'] }]);
    expect((await adviceOn([...panel, ...guest])).oneJudge).not.toContain('guest');
  });

  test('a rise is quoted where it is', async () => {
    const rises = await adviceOn(
      rows(200, [{ values: ['pass', 'pass', 'fail'] }, { values: ['pass', 'fail', 'fail'] }]),
      { settings: { tie: 'fail' } },
    );
    expect(rises.advice).toContain('rises from 50.0% at 1 ballot to 83.3% at 2');
  });

  test('a failed call is no vote: rows on which all failed stay out, and cost nothing', async () => {
    const ballots = rows(40, [{ values: [] }]).flatMap((line, row) =>
      [0, 1, 2].map((sample) => ({
        ...line,
        values: undefined,
        sample,
        ...(row % 4 === 0 ? failed : { value: 'pass', cost: 0.1 }),
      })),
    );
    const { findings, curve } = await adviceOn(ballots);
    expect(curve?.excluded.noBallots).toBe(10);
    expect(findings.curves[0]?.firstSeenError).toBe(0);
    expect(curve?.costPerBallot).toBeCloseTo(0.1, 12);
  });

  test('of all seats, a failed one counts in the curve as it does in the verdict', async () => {
    const ballots = rows(40, [{ values: [] }]).flatMap((line) =>
      ['pass', 'pass', 'fail', null, null].map((value, sample) => ({
        ...line,
        values: undefined,
        sample,
        ...(value === null ? failed : { value }),
      })),
    );
    const { findings, points } = await adviceOn(ballots, {
      settings: { rule: { kind: 'majority' }, majorityOf: 'seats' },
    });
    expect(findings.verdicts.every(({ verdict }) => verdict.kind === 'undecided')).toBe(true);
    expect(points.at(-1)).toMatchObject({ n: 5, error: 1 });
  });

  test('gold that is spelt another way than every ballot is noted', async () => {
    const { findings } = await adviceOn(rows(40, [{ values: ['pass', 'fail', 'pass'], gold: 'Pass' }]));
    expect(findings.notes).toContainEqual(expect.objectContaining({ code: 'gold/spelling', count: 40 }));
  });

  test('gold between the levels is noted where scores are compared as labels', async () => {
    const scores = rows(40, [
      { values: [2, 2, 3], gold: 2.333 },
      { values: [1, 2, 1], gold: 1 },
    ]);
    const { findings } = await adviceOn(scores);
    expect(findings.notes).toContainEqual(expect.objectContaining({ code: 'gold/between-levels', count: 20 }));
    expect((await adviceOn(scores, { settings: { target: 'mean', rule: { kind: 'mean' } } })).findings.notes).toEqual(
      [],
    );
  });

  test('with --pass-at, a gold label must say plainly whether it passes', async () => {
    const scores = rows(40, [
      { values: [5, 4, 2], gold: 'fine' },
      { values: [1, 2, 4], gold: 'poor' },
    ]);
    await expect(adviceOn(scores, { settings: { passAt: 4 } })).rejects.toThrow('mean pass or fail');
    const named = await adviceOn(scores, { settings: { passAt: 4, positive: 'fine' } });
    expect(named.points[2]?.error).toBe(0);
  });

  test('a label that nothing has can neither win a tie nor be the positive one', async () => {
    const ballots = rows(40, [{ values: ['pass', 'fail'] }]);
    await expect(adviceOn(ballots, { settings: { tie: 'priority', priority: ['Pass'] } })).rejects.toThrow(
      'No criterion has the label "Pass"',
    );
    await expect(adviceOn(ballots, { settings: { positive: 'nope' } })).rejects.toThrow(
      'No criterion has the label "nope"',
    );
  });

  test('where judges take turns each counts alike in the price of a ballot', async () => {
    const cheap = rows(40, [{ judge: 'cheap', values: ['pass', 'pass', 'fail'] }]).map((line) => ({
      ...line,
      cost: 1,
    }));
    const dear = rows(40, [{ judge: 'dear', values: ['pass'] }]).map((line) => ({ ...line, cost: 9 }));
    const { findings } = await adviceOn([...cheap, ...dear]);
    const prices = findings.curves
      .filter(({ judge }) => judge === '*')
      .map(({ design, costPerBallot }) => [design, costPerBallot]);
    expect(prices).toEqual([
      ['random', 3],
      ['roundRobin', 5],
      ['randomJudges', 5],
    ]);
  });

  test('agreement takes groups as its sample, as curves do', async () => {
    const cells = Array.from({ length: 40 }, (_, at) => ({
      values: at % 3 === 0 ? ['pass', 'fail'] : ['pass', 'pass'],
    }));
    const alone = rows(400, [{ values: [] }]).map((line, at) => ({ ...line, ...cells[Math.floor(at / 10)] }));
    const width = async (lines: readonly object[]): Promise<number> => {
      const { findings } = await adviceOn(lines);
      const percent = findings.agreement.find(({ coefficient }) => coefficient === 'percent');
      return (percent?.upper ?? 0) - (percent?.lower ?? 0);
    };
    const grouped = alone.map((line, at) => ({ ...line, group: `g${Math.floor(at / 10)}` }));
    expect(await width(grouped)).toBeGreaterThan(2 * (await width(alone)));
  });
});
