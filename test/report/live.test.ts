import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { Findings } from '../../src/analyse/findings.ts';
import { combinedErrorSentence, combinedSentence } from '../../src/report/combined-sentence.ts';
import { verdictsCsv } from '../../src/report/csv.ts';
import { htmlPage } from '../../src/report/html.ts';
import { junit } from '../../src/report/junit.ts';
import { markdown } from '../../src/report/markdown.ts';
import { reportJson, reportOf } from '../../src/report/report.ts';
import {
  ballotSentence,
  costSentence,
  missingSentence,
  parallelSentence,
  timeSentence,
} from '../../src/report/run-sentence.ts';
import { terminalSummary } from '../../src/report/terminal.ts';
import { foundIn, plain } from './found.ts';
import { laneWith, runWith } from './run-facts.ts';

const named = { title: 'Support replies', version: '0.0.0' };
const criteria = ['polite', 'right'];

/** Twelve rows, two criteria, two judges; on the last row every call failed. */
const ballots = (more: object): object[] =>
  Array.from({ length: 12 }, (_, at) =>
    criteria.flatMap((criterion, question) =>
      ['luna', 'haiku'].flatMap((judge, seat) =>
        [0, 1, 2].map((sample) => {
          const gold = (at + question) % 4 === 0 ? 'fail' : 'pass';
          const value = (at * 7 + seat * 5 + sample * 3 + question) % 9 < 2 ? 'fail' : gold;
          const vote = at === 11 ? { outcome: 'failed' } : { value };
          return { row: `row-${at + 1}`, criterion, judge, sample, ...vote, gold, ...more };
        }),
      ),
    ),
  ).flat();

const combine = { weights: { polite: 1, right: 1 }, atLeast: 2, label: 'all' };
const live = await foundIn(ballots({ simulated: true, rehearsal: true }), {
  settings: { combine },
  run: runWith({ speed: 20 }),
});

const filesOf = (findings: Findings): Record<string, string> => ({
  'index.html': htmlPage(findings, named),
  'summary.md': markdown(findings, named),
  'junit.xml': junit(findings, named),
  'verdicts.csv': verdictsCsv(findings),
  'report.json': reportJson(reportOf(findings, named)),
  'terminal.txt': terminalSummary(findings, { width: 80, ...plain }),
});

describe('A rehearsal says so in every file, and nothing else does', () => {
  const rehearsed = filesOf(live);
  test.for(Object.keys(rehearsed))('%s', async (name) => {
    const simulated = filesOf({ ...live, rehearsal: false });
    const cast = filesOf({ ...live, rehearsal: false, simulated: false });
    const bears = (files: Record<string, string>, word: string): boolean =>
      name === 'report.json'
        ? JSON.parse(files[name] ?? '')[word.toLowerCase()] === true
        : (files[name] ?? '').includes(word);
    expect(bears(rehearsed, 'REHEARSAL')).toBe(true);
    expect([bears(simulated, 'REHEARSAL'), bears(simulated, 'SIMULATED')]).toEqual([false, true]);
    expect([bears(cast, 'REHEARSAL'), bears(cast, 'SIMULATED')]).toEqual([false, false]);
  });

  test('in the title of the page and above it, in the heading, and on every line of the table', () => {
    const sentence = 'REHEARSAL: the judges are simulated by a seeded program; only the machinery is real.';
    expect(rehearsed['index.html']).toContain('<title>REHEARSAL: Support replies</title>');
    expect(rehearsed['index.html']).toContain(`<div class="simulated" role="note">${sentence}</div>`);
    expect(rehearsed['summary.md']?.split('\n').slice(0, 3)).toEqual([
      '# REHEARSAL: Support replies',
      '',
      `**${sentence}**`,
    ]);
    const lines: Record<string, string>[] = parse(rehearsed['verdicts.csv'] ?? '', { columns: true });
    expect(lines).toHaveLength(24);
    expect(lines.every(({ note }) => note === 'REHEARSAL')).toBe(true);
  });
});

describe('The files of a live run, whole', () => {
  test.for(['summary.md', 'junit.xml', 'terminal.txt'])('%s', async (name) => {
    await expect(filesOf(live)[name]).toMatchFileSnapshot(`__snapshots__/live-${name}`);
  });

  test('report.json has the run and the combined verdicts as they were found', () => {
    const report = JSON.parse(reportJson(reportOf(live, named)));
    expect(report.run).toEqual(live.run);
    expect(report.combined).toMatchObject({ label: 'all', criteria, passed: 6, failed: 5, undecided: 1 });
    expect(report.combined.rows[0]).toEqual({
      row: 'row-1',
      verdict: 'fail',
      gold: 'fail',
      correct: true,
      criteria: [
        { criterion: 'polite', passed: false, gold: false },
        { criterion: 'right', passed: true, gold: true },
      ],
    });
    expect(report.combined.points[0]).toMatchObject({ n: 1, error: expect.any(Number), lower: expect.any(Number) });
  });

  test('a row on which every call failed is undecided for want of a quorum, and its failures are counted', () => {
    const lost = live.verdicts.filter(({ row }) => row === 'row-12');
    expect(lost.map(({ verdict }) => verdict)).toEqual(
      criteria.map(() => ({ kind: 'undecided', cause: 'no quorum', counted: 0 })),
    );
    expect(junit(live, named)).toContain('<skipped>undecided: no quorum (no vote, 6 failed)</skipped>');
    const line = /<td class="name">row-12<\/td>.*?<\/tr>/s.exec(
      htmlPage(live, named).slice(htmlPage(live, named).indexOf('id="c0"')),
    );
    expect(line?.[0]).toMatch(/undecided: no quorum.*6 failed/s);
  });

  test('a run that is not complete says so before any advice, with the command that resumes it', () => {
    for (const [name, advice] of [
      ['index.html', 'class="advice"'],
      ['summary.md', '## polite'],
    ] as const) {
      const file = filesOf(live)[name] ?? '';
      const at = file.indexOf('empanel run promptfooconfig.yaml --resume');
      expect(at).toBeGreaterThan(0);
      expect(at).toBeLessThan(file.indexOf(advice));
    }
    expect(
      filesOf({ ...live, run: runWith({ notRun: [], complete: true, resume: null }) })['index.html'],
    ).not.toContain('not complete');
  });
});

describe('What is said of a run', () => {
  test.for([
    {
      about: 'time saved',
      said: timeSentence(runWith()),
      is: '1,200 calls (14 retries) took 41 s. One after the other they would have taken 33 min 20 s, 48 times as long.',
    },
    {
      about: 'the clock of a rehearsal',
      said: timeSentence(runWith({ calls: 1, retries: 0, wallMs: 800, serialMs: 800, speed: 2.5 })),
      is: '1 call (no retries) took 0.8 s. The clock of the rehearsal ran 2.5 times as fast as the latencies it declares.',
    },
    { about: 'no calls', said: timeSentence(runWith({ calls: 0, kept: 0 })), is: 'No call was made.' },
    {
      about: 'no calls for all was there',
      said: timeSentence(runWith({ calls: 0, kept: 9 })),
      is: 'No call was made: the ledger had the ballots.',
    },
    {
      about: 'what ballots cost that the ledger had',
      said: costSentence(runWith({ calls: 0, usdOfBallots: 0.52 }), false),
      is: 'The ballots cost $0.52 when they were asked for.',
    },
    {
      about: 'calls in parallel',
      said: parallelSentence(runWith()),
      is: 'The calls ran in parallel: at the peak 50 were in flight at once, of 50 that were allowed, on the widest of 2 lanes.',
    },
    {
      about: 'calls that were not',
      said: parallelSentence(runWith({ lanes: [laneWith({ peakInFlight: 1 })] })),
      is: 'The calls ran one at a time: never were two in flight at once.',
    },
    { about: 'no lane', said: parallelSentence(runWith({ lanes: [] })), is: null },
    { about: 'a cost', said: costSentence(runWith(), false), is: 'It cost $0.43; $0.45 was expected.' },
    {
      about: 'an unknown cost, which is not 0',
      said: costSentence(runWith({ usd: null, expectedUsd: null, unknownPrices: ['mystery'] }), false),
      is: 'It cost an unknown sum. No price is known for mystery.',
    },
    {
      about: 'a cost that is known in part',
      said: costSentence(runWith({ unknownPrices: ['mystery'] }), false),
      is: 'It cost $0.43 or more; $0.45 was expected. No price is known for mystery.',
    },
    {
      about: 'the cost of a rehearsal',
      said: costSentence(runWith({ expectedUsd: null }), true),
      is: 'A rehearsal spends nothing; at the prices of the models it would have cost $0.43.',
    },
    {
      about: 'ballots',
      said: ballotSentence(runWith({ kept: 1 }), { cast: 5, abstained: 0, invalid: 1, failed: 2 }),
      is: 'Ballots: 5 cast, 0 abstained, 1 invalid, 2 failed. 1 ballot was in the ledger already.',
    },
    {
      about: 'what was not run',
      said: missingSentence(runWith()),
      is: 'The run is not complete: 60 ballots were not run: the budget of $0.45 is spent.',
    },
    {
      about: 'several causes',
      said: missingSentence(
        runWith({
          notRun: [
            { cause: 'interrupted', count: 1 },
            { cause: 'the budget is spent', count: 2 },
          ],
        }),
      ),
      is: 'The run is not complete: 3 ballots were not run: interrupted (1), the budget is spent (2).',
    },
    { about: 'nothing missing', said: missingSentence(runWith({ notRun: [], complete: true })), is: null },
  ])('$about', ({ said, is }) => {
    expect(said).toBe(is);
  });
});

describe('What is said of all criteria together', () => {
  const rate = { value: 0.612, lower: 0.531, upper: 0.688, rows: 147, groups: null };
  const combined = {
    label: 'all',
    criteria: ['a', 'b', 'c', 'd'],
    rows: [],
    passed: 90,
    failed: 57,
    undecided: 3,
    passRate: rate,
    error: { ...rate, value: 0.04, lower: 0.02, upper: 0.08 },
    points: null,
  };
  test('the share that passes, and what is undecided beside it', () => {
    expect(combinedSentence(combined)).toBe(
      'Combined (all 4): 61.2% of 147 rows pass (53.1%–68.8%), 3 more are undecided.',
    );
    expect(combinedSentence({ ...combined, label: 'at least 3 of 4', undecided: 0 })).toBe(
      'Combined (at least 3 of 4): 61.2% of 147 rows pass (53.1%–68.8%).',
    );
    expect(combinedSentence({ ...combined, passRate: null })).toBe('Combined (all 4): none of 0 rows is decided.');
  });
  test('how often it errs, where gold tells', () => {
    expect(combinedErrorSentence(combined)).toBe(
      'Against gold the combined verdict errs on 4.0% of 147 rows (2.0%–8.0%); undecided rows count as errors.',
    );
    expect(combinedErrorSentence({ ...combined, error: null })).toBeNull();
  });
});
