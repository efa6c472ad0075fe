import { describe, expect, test } from 'vitest';
import { verdictsCsv } from '../../src/report/csv.ts';
import { junit } from '../../src/report/junit.ts';
import { markdown } from '../../src/report/markdown.ts';
import { reportJson, reportOf } from '../../src/report/report.ts';
import { terminalSummary } from '../../src/report/terminal.ts';
import { foundIn, named, plain, smallRecording } from './found.ts';

const found = await smallRecording();

describe('Every file of a report, whole', () => {
  test.for([
    { name: 'summary.md', content: markdown(found, named) },
    { name: 'junit.xml', content: junit(found, named) },
    { name: 'verdicts.csv', content: verdictsCsv(found) },
    { name: 'report.json', content: reportJson(reportOf(found, named)) },
    { name: 'terminal-80.txt', content: `${terminalSummary(found, { width: 80, ...plain })}\n` },
    { name: 'terminal-40.txt', content: `${terminalSummary(found, { width: 40, ...plain })}\n` },
  ])('$name', async ({ name, content }) => {
    await expect(content).toMatchFileSnapshot(`__snapshots__/${name}`);
  });
});

test.for([80, 40])('the terminal summary keeps to %i columns', (width) => {
  const lines = terminalSummary(found, { width, ...plain, strong: (text) => text }).split('\n');
  expect(lines.filter((line) => line.length > width)).toEqual([]);
});

describe('report.json keeps the names that programs read', () => {
  const report = JSON.parse(reportJson(reportOf(found, named)));

  test('at the top', () => {
    expect(report.schema).toBe('empanel/report@1');
    expect(report.rows).toBe(12);
    expect(report).toMatchObject({
      curves: expect.any(Array),
      verdicts: expect.any(Array),
      agreement: expect.any(Array),
    });
    expect(Object.keys(report.ballots).toSorted()).toEqual(['abstained', 'cast', 'failed', 'invalid']);
    expect(report.ballots).toMatchObject({ abstained: 2, invalid: 1, failed: 0 });
  });

  test('in every curve, point and knee', () => {
    expect(report.curves.length).toBeGreaterThan(3);
    for (const curve of report.curves) {
      expect(curve).toMatchObject({
        criterion: 'safe',
        judge: expect.any(String),
        rule: 'plurality',
        design: expect.any(String),
      });
      expect(curve.points[0]).toMatchObject({
        n: 1,
        error: expect.any(Number),
        lower: expect.any(Number),
        upper: expect.any(Number),
      });
      expect(curve.knee).toMatchObject({ verdict: expect.any(String), reason: expect.any(String) });
      // Where there is nothing to advise, `n` is absent rather than null.
      expect(curve.knee.n ?? 1).toEqual(expect.any(Number));
      expect(curve.knee.n).not.toBeNull();
    }
    expect(new Set(report.curves.map(({ judge }: { judge: string }) => judge))).toEqual(
      new Set(['*', 'luna', 'haiku']),
    );
  });

  test('without gold: no curve, and the reason', () => {
    const tone = report.criteria.find(({ criterion }: { criterion: string }) => criterion === 'tone');
    expect(tone.noCurve).toMatch(/no row has a gold label/);
    expect(report.agreement.filter(({ criterion }: { criterion: string }) => criterion === 'tone')).not.toEqual([]);
  });
});

test('scores that are compared with a numeric gold are near or far, not right or wrong: nothing fails', async () => {
  const ratings = Array.from({ length: 40 }, (_, at) => ({
    row: `r${at}`,
    criterion: 'quality',
    judge: 'a',
    values: [1 + (at % 3), 2, 1 + ((at + 1) % 3)],
    gold: 1.5 + (at % 4) / 4,
  }));
  const scored = await foundIn(ratings, { settings: { target: 'mean', rule: { kind: 'mean' } } });
  expect(junit(scored, named)).toContain('failures="0"');
  expect(verdictsCsv(scored)).not.toContain('false');
  expect(reportOf(scored, named).verdicts.map(({ correct }) => correct)).not.toContain(false);
});
