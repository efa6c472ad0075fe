import { DOMParser } from 'linkedom';
import { describe, expect, test } from 'vitest';
import type { Findings } from '../../src/analyse/findings.ts';
import { junit } from '../../src/report/junit.ts';
import { foundIn, named, smallRecording } from './found.ts';
import { allGates, baseline, found } from './gate-results.ts';
import { runWith } from './run-facts.ts';
import { misnested } from './well-formed.ts';

const small = await smallRecording();

/** Four rows without gold on one criterion, three ballots each: passes, fails, ties, has no vote. */
const judged = (criterion: string, more: object = {}): object[] =>
  [
    ['yes', 'yes', 'no', 'yes'],
    ['no', 'no', 'yes', 'no'],
    ['yes', 'no', 'yes', 'no'],
    [null, null, null, null],
  ].map((values, at) => ({ row: `r-${at + 1}`, criterion, judge: 'luna', values, ...more }));

const ungolden = await foundIn(judged('polite'));
const combine = { weights: { polite: 1, right: 1 }, atLeast: 2, label: 'all' };
const combined = await foundIn(
  [
    ...judged('polite'),
    ...judged('right').map((line, at) => ({ ...line, values: [at === 1 ? 'no' : 'yes'] })),
    { row: 'r-5', criterion: 'polite', judge: 'luna', values: ['yes'], gold: 'no' },
    { row: 'r-5', criterion: 'right', judge: 'luna', values: ['yes'], gold: 'yes' },
  ],
  { settings: { combine } },
);

const documentOf = (findings: Findings, title = named.title): Document =>
  new DOMParser().parseFromString(junit(findings, { ...named, title }), 'text/xml') as unknown as Document;

/** "row: element(type) message | text" of every case of a suite. */
const casesOf = (findings: Findings, suite: string): string[] => {
  const cases = [...documentOf(findings).querySelectorAll(`testsuite[name="${suite}"] testcase`)];
  return cases.map((each) => {
    const [ended] = each.children;
    const type = ended?.getAttribute('type') ?? null;
    const told = [ended?.getAttribute('message') ?? null, ended?.textContent].filter((part) => (part ?? '') !== '');
    const kind = `${ended?.tagName ?? 'passed'}${type === null ? '' : `(${type})`}`;
    return [`${each.getAttribute('name')}: ${kind}`, ...told].join(' | ');
  });
};

const propertiesOf = (findings: Findings, suite: string): Record<string, string | null> =>
  Object.fromEntries(
    [...documentOf(findings).querySelectorAll(`testsuite[name="${suite}"] property`)].map((property) => [
      property.getAttribute('name'),
      property.getAttribute('value'),
    ]),
  );

describe('A case a row', () => {
  test('with gold a wrong verdict fails, an undecided one is skipped, and a right one passes though it says fail', () => {
    const cases = casesOf(small, 'safe');
    expect(small.verdicts.find(({ row }) => row === 'row-01')).toMatchObject({
      verdict: { value: 'fail' },
      gold: 'fail',
    });
    expect(cases.filter((each) => !each.endsWith(': passed'))).toEqual([
      'row-03: skipped | undecided: tie (pass × 3, fail × 3)',
      'row-08: failure(wrong) | verdict fail, gold pass | verdict fail, gold pass (5 of 6 ballots for fail; all votes: fail × 5, pass × 1)',
    ]);
  });

  test('without gold one that does not pass fails, where a label says what passing is', () => {
    expect(casesOf(ungolden, 'polite')).toEqual([
      'r-1: passed',
      'r-2: failure(fail) | verdict no, which does not pass | verdict no, which does not pass (3 of 4 ballots for no; all votes: no × 3, yes × 1)',
      'r-3: skipped | undecided: tie (yes × 2, no × 2)',
      'r-4: skipped | undecided: no quorum (no vote, 4 abstained)',
    ]);
    // "warm" and "cold" are labels, and nothing says that one of them passes.
    expect(casesOf(small, 'tone').every((each) => each.endsWith(': passed'))).toBe(true);
  });

  test('all criteria together, by what they said', () => {
    expect(casesOf(combined, 'combined')).toEqual([
      'r-1: passed',
      'r-2: failure(fail) | verdict fail, which does not pass | verdict fail, which does not pass (failed: polite, right)',
      'r-3: skipped | undecided (passed: right; undecided: polite)',
      'r-4: skipped | undecided (passed: right; undecided: polite)',
      'r-5: failure(wrong) | verdict pass, gold fail | verdict pass, gold fail (passed: polite, right)',
    ]);
  });

  test('ballots that are still owed leave a row open, whatever the others say', () => {
    const owing: Findings = {
      ...combined,
      run: runWith({ notRun: [{ cause: 'the budget of $0.45 is spent', count: 2 }] }),
      verdicts: combined.verdicts.map((each) => ({
        ...each,
        cutShort: each.row === 'r-2' && each.criterion === 'polite',
      })),
    };
    expect(casesOf(owing, 'polite')[1]).toBe(
      'r-2: skipped | not run: the budget of $0.45 is spent (so far: no × 3, yes × 1)',
    );
    expect(casesOf(owing, 'combined')[1]).toBe('r-2: skipped | not run: the budget of $0.45 is spent');
    expect(casesOf(owing, 'right')[1]).toMatch(/^r-2: failure\(fail\)/);
  });

  test('takes as long as its slowest ballot, and a suite as long as its cases', async () => {
    const timed = await foundIn([
      { row: 'a', criterion: 'polite', judge: 'luna', sample: 0, value: 'yes', latency_ms: 1250 },
      { row: 'a', criterion: 'polite', judge: 'luna', sample: 1, value: 'yes', latency_ms: 800.4 },
      { row: 'b', criterion: 'polite', judge: 'luna', sample: 0, value: 'yes', latency_ms: 61 },
      { row: 'c', criterion: 'polite', judge: 'luna', sample: 0, value: 'yes' },
    ]);
    const document = documentOf(timed);
    const times = [...document.querySelectorAll('testcase')].map((each) => each.getAttribute('time'));
    expect(times).toEqual(['1.25', '0.061', '0']);
    expect(document.querySelector('testsuite')?.getAttribute('time')).toBe('1.311');
    expect(document.querySelector('testsuites')?.getAttribute('time')).toBe('1.311');
  });
});

describe('The gates', () => {
  const gated: Findings = { ...small, gates: allGates };

  test('are a suite of their own, the first, a case each: one that can’t tell fails only where it blocks', () => {
    expect(documentOf(gated).querySelector('testsuite')?.getAttribute('name')).toBe('gates');
    expect(casesOf(gated, 'gates').map((each) => each.split(' | ')[0])).toEqual([
      'passRate ≥ 90% · combined: system-out',
      'passRate ≥ 90% · right: skipped',
      'not worse than evals/baseline.json by 2 points · combined: system-out',
      'not worse than evals/baseline.json by 2 points · right: failure(gate-inconclusive)',
      '5 guarded rows · combined: failure(gate)',
      'latency ≤ 5 s · each row: system-out',
    ]);
    expect(documentOf(small).querySelector('testsuite[name="gates"]')).toBeNull();
  });

  test('say against which baseline, also where they pass', () => {
    expect(propertiesOf(gated, 'gates')).toMatchObject({
      'gate.1.atLeast': '0.9',
      'gate.2.rows-needed': '840',
      'gate.3.decision': 'pass',
      'gate.3.baseline.file': baseline().file,
      'gate.3.baseline.sha256': baseline().sha256,
      'gate.3.margin': '0.02',
      'gate.3.pass-if-unchanged': '0.81',
      'gate.4.allow': 'rows',
    });
  });
});

test('every suite says who judged, by which rule, and what was asked', () => {
  const provenance = { criteria: { safe: 'c0ffee', tone: 'decaf' }, rows: {}, panel: 'ba5e' };
  const seated: Findings = { ...small, gates: allGates, provenance, run: runWith(), rehearsal: true };
  for (const suite of ['gates', 'safe', 'tone'])
    expect(propertiesOf(seated, suite)).toMatchObject({
      empanel: '0.0.0',
      rule: 'plurality',
      quorum: '1',
      judges: 'luna, haiku',
      panel: 'ba5e',
      rehearsal: 'true',
      'run.complete': 'false',
      'run.usd': '0.4312',
    });
  expect(propertiesOf(seated, 'safe')['rubric']).toBe('c0ffee');
  expect(documentOf(seated).querySelector('testsuite')?.getAttribute('timestamp')).toBe('2026-11-21T10:51:17');
});

test('Jenkins reads the title as the package and the criterion as the class, whatever dots are in them', async () => {
  const dotted = await foundIn(judged('v1.2 is kept'));
  const names = [...documentOf(dotted, 'gpt-4.1 vs. haiku').querySelectorAll('testcase')].map((each) =>
    each.getAttribute('classname'),
  );
  expect(new Set(names)).toEqual(new Set(['gpt-4·1 vs· haiku.v1·2 is kept']));
});

describe('What Jenkins’ schema (junit-10.xsd) allows', () => {
  const all: Findings = {
    ...combined,
    run: runWith(),
    gates: [...allGates, found({ name: '<&">', reason: ']]>' })],
  };
  const document = documentOf(all);

  test.for([
    ['testsuites', ['name', 'tests', 'failures', 'errors', 'time'], ['testsuite']],
    [
      'testsuite',
      ['name', 'tests', 'failures', 'errors', 'skipped', 'time', 'timestamp'],
      ['properties', 'testcase', 'system-out'],
    ],
    ['properties', [], ['property']],
    ['property', ['name', 'value'], []],
    ['testcase', ['name', 'classname', 'time'], ['skipped', 'failure', 'system-out']],
    ['failure', ['type', 'message'], []],
    ['skipped', [], []],
    ['system-out', [], []],
  ] as const)('%s', ([tag, attributes, children]) => {
    const own = [...document.querySelectorAll(tag)];
    expect(own).not.toEqual([]);
    for (const element of own) {
      expect(attributes).toEqual(expect.arrayContaining([...element.attributes].map(({ name }) => name)));
      expect(children).toEqual(expect.arrayContaining([...element.children].map(({ tagName }) => tagName)));
    }
  });

  test('times are numbers of seconds, and the counts are those of the cases', () => {
    for (const element of document.querySelectorAll('[time]'))
      expect(element.getAttribute('time')).toMatch(/^\d+(\.\d{1,3})?$/);
    for (const suite of document.querySelectorAll('testsuite')) {
      const count = (tag: string): string => String(suite.querySelectorAll(tag).length);
      const said = ['tests', 'failures', 'skipped', 'errors'].map((name) => suite.getAttribute(name));
      expect(said).toEqual([count('testcase'), count('failure'), count('skipped'), '0']);
    }
  });
});

test.for([
  '<img src=x onerror="alert(1)">',
  'a ]]> b <![CDATA[',
  'a\u0000b\u001b[31m',
  'a\ud83db',
  'a\uffff',
  '&bogus;',
])('is well-formed whatever a gate tells: %j', (text) => {
  const gate = found({ name: text, subject: text, reason: text, offenders: [text] });
  const gates = [gate, { ...gate, decision: 'fail', blocks: true } as const, found({ spec: baseline({ file: text }) })];
  const xml = junit({ ...small, gates }, { title: text, version: text });
  expect(misnested(xml)).toEqual([]);
  expect(xml).toMatch(/^[\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
});

test('whole', async () => {
  await expect(junit({ ...combined, gates: allGates }, named)).toMatchFileSnapshot('__snapshots__/gates-junit.xml');
});
