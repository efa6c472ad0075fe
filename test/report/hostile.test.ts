import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { DOMParser } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { verdictsCsv } from '../../src/report/csv.ts';
import { htmlPage } from '../../src/report/html.ts';
import { junit } from '../../src/report/junit.ts';
import { markdown } from '../../src/report/markdown.ts';
import { terminalSummary } from '../../src/report/terminal.ts';
import type { Findings } from '../../src/analyse/findings.ts';
import type { RunFacts } from '../../src/run.ts';
import { foundIn, named, plain } from './found.ts';
import { laneWith, runWith } from './run-facts.ts';
import { misnested } from './well-formed.ts';

/** A recording in which every name is this text, and so is one of the values. */
const recordingOf = (text: string, value: string | number = text) =>
  foundIn(
    Array.from({ length: 3 }, (_, at) => ({
      row: `${text}${at}`,
      criterion: text,
      judge: text,
      group: text,
      values: [value, 'other', value],
      gold: at === 0 ? 'other' : value,
    })),
  );

const nasty = [
  ['markup', `<img src=x onerror="alert(1)">'&amp;</script>"><svg onload=alert(1)>`],
  ['the end of a CDATA section', 'a ]]> b <![CDATA['],
  ['control characters', 'a\u0000b\u001b[31mc\u0008d\u009b2J'],
  ['an emoji', '👩‍⚖️ 🦆'],
  ['half an emoji', 'a\ud83db\udc69c'],
  ['noncharacters', 'a\uffffb\ufffe'],
  ['an entity', '&lt; &#0; &bogus;'],
] as const;

describe('junit.xml is well-formed and says what the ballots say, with', () => {
  test.for(nasty)('%s', async ([, text]) => {
    const xml = junit(await recordingOf(text), named);
    // Every character is one that XML 1.0 allows.
    expect(xml).toMatch(/^[\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
    expect(misnested(xml)).toEqual([]);
    const document = new DOMParser().parseFromString(xml, 'text/xml');
    const cases = [...document.querySelectorAll('testcase')];
    expect(cases).toHaveLength(3);
    expect(document.querySelectorAll('failure')).toHaveLength(1);
    if (!/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text)) {
      expect(decoded(cases[0]?.getAttribute('name'))).toBe(`${text}0`);
      expect(decoded(document.querySelector('testsuite')?.getAttribute('name'))).toBe(text);
    }
  });
});

describe('verdicts.csv runs nothing in a spreadsheet', () => {
  test.for(['=1+1', '+1', '-1+cmd', '@SUM(A1)', '\tx', '=HYPERLINK("http://x","y")'])('%j', async (text) => {
    const rows: string[][] = parse(verdictsCsv(await recordingOf(text)));
    for (const cell of rows.slice(1).flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    expect(rows[1]?.[0]).toBe(`'${text}0`);
  });

  test.for(['\rx', 'a\u001b[31m', 'a\u202eb', 'a\ud83d'])('%j is shown, not obeyed', async (text) => {
    const rows: string[][] = parse(verdictsCsv(await recordingOf(text)));
    for (const cell of rows.slice(1).flat()) expect(cell).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
  });

  test('and a negative score stays a number', async () => {
    const scored = await foundIn([{ row: 'r', criterion: 'change', judge: 'a', values: [-2, -1], gold: -1.5 }], {
      settings: { target: 'mean', rule: { kind: 'mean' } },
    });
    const [, line]: string[][] = parse(verdictsCsv(scored));
    expect([line?.[2], line?.[6]]).toEqual(['-1.5', '-1.5']);
  });
});

describe('summary.md shows names as text', () => {
  test.for([
    { text: 'a | b', shown: 'a \\| b' },
    { text: '`code`', shown: '\\`code\\`' },
    { text: '[x](http://evil)', shown: '\\[x\\](http\\://evil)' },
    { text: 'see www.evil.example', shown: 'see www\\.evil.example' },
    { text: '<b>x</b>', shown: '\\<b\\>x\\</b\\>' },
    { text: 'a\n\n# b', shown: 'a \\# b' },
    { text: '**bold** _em_ ~~no~~', shown: '\\*\\*bold\\*\\* \\_em\\_ \\~\\~no\\~\\~' },
    { text: 'ask @everyone', shown: 'ask @<!-- -->everyone' },
    { text: 'haiku@0.7', shown: 'haiku@0.7' },
    { text: '\\', shown: '\\\\' },
  ])('$text', async ({ text, shown }) => {
    const summary = markdown(await recordingOf(text), { title: text });
    const [heading, ...others] = summary.split('\n');
    expect(heading).toBe(`# ${shown}`);
    expect(others).toContain(`## ${shown}`);
    const row = others.find((line) => line.startsWith(`| ${shown} |`));
    expect(row?.replaceAll('\\|', '').split('|')).toHaveLength(8);
  });
});

describe('What a run tells is text too', () => {
  const hostileRun = (text: string): RunFacts =>
    runWith({
      name: text,
      unknownPrices: [text],
      usd: null,
      notRun: [{ cause: text, count: 1 }],
      causes: [{ judge: text, outcome: 'failed', cause: text, count: 1 }],
      lanes: [laneWith({ lane: text, broken: text })],
      resume: text,
    });
  const withRun = async (text: string): Promise<Findings> => ({
    ...(await recordingOf('plain')),
    run: hostileRun(text),
  });

  test.for(nasty)('on the page and in junit.xml, with %s', async ([, text]) => {
    const found = await withRun(text);
    expect(misnested(junit(found, named))).toEqual([]);
    const tags = (page: string): string[] => page.match(/<\/?[a-z][a-z0-9]*/g) ?? [];
    expect(tags(htmlPage(found, named))).toEqual(tags(htmlPage(await withRun('plain'), named)));
  });

  test.for(['`rm` | x', '``', '[x](http://evil)', 'a\n# b'])('in summary.md, with %j', async (text) => {
    const lines = markdown(await withRun(text), { title: 'x' }).split('\n');
    expect(lines.filter((line) => line.startsWith('#'))).toEqual(['# x', '## plain', '## The run']);
    const told = lines.find((line) => line.includes('Resume with'))?.split('Resume with ')[1] ?? '';
    const [, fence = '', code = '', end = ''] = /^(`+)(.*?)(`+)$/.exec(told) ?? [];
    // A code span ends at the first run of backticks as long as its fence: there is none within.
    expect([fence.length > 0, end]).toEqual([true, fence]);
    expect((code.match(/`+/g) ?? []).every((run) => run.length < fence.length)).toBe(true);
  });
});

test('the terminal is given no command', async () => {
  const shown = terminalSummary(await recordingOf('a\u001b[31m\u0007\u009b2Jb'), { width: 80, ...plain });
  expect(shown).not.toMatch(/(?!\n)\p{Cc}/u);
});

test('whatever the names are, the page has the tags of the page with plain names', async () => {
  // A name that is cut in a chart stands whole in a <title>.
  const tags = (page: string): string[] =>
    (page.match(/<\/?[a-z][a-z0-9]*/g) ?? []).filter((tag) => !tag.endsWith('title'));
  const usual = tags(htmlPage(await recordingOf('plain'), named));
  await fc.assert(
    fc.asyncProperty(
      fc.string({
        minLength: 1,
        maxLength: 12,
        unit: fc.constantFrom('<', '>', '"', "'", '&', '/', 'b', ' ', '=', '`', '-', '!'),
      }),
      async (text) => {
        expect(tags(htmlPage(await recordingOf(`x${text}`), { ...named, title: text }))).toEqual(usual);
      },
    ),
    { numRuns: 25 },
  );
});

// The parser leaves entities in attributes as they are.
const decoded = (text = ''): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
