import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparisonPage } from '../../src/report/compare-html.ts';
import { comparisonJson } from '../../src/report/compare-json.ts';
import { comparisonMarkdown } from '../../src/report/compare-markdown.ts';
import { comparisonSummary } from '../../src/report/compare-terminal.ts';
import { namedAll } from './compared.ts';
import { named, plain } from './found.ts';

const nasty = [
  ['markup', `<img src=x onerror="alert(1)">'&amp;</script>"><svg onload=alert(1)>`],
  ['escape sequences', 'a\u001b[31m\u0007\u009b2Jb\u001b]8;;http://evil\u0007'],
  ['marks that turn the text', 'a\u202eb\u2066c'],
  ['pipes and newlines', 'a | b\n\n# c\r\n| d |'],
  ['half an emoji', 'a\ud83db'],
] as const;

// A name that is cut in a chart stands whole in a <title>.
const tags = (page: string): string[] =>
  (page.match(/<\/?[a-z][a-z0-9]*/g) ?? []).filter((tag) => !tag.endsWith('title'));

const usual = tags(comparisonPage(namedAll('plain'), named));

describe.for(nasty)('%s in every name', ([, text]) => {
  const comparison = namedAll(text);

  test('adds no tag to the page', () => {
    expect(tags(comparisonPage(comparison, { ...named, title: text }))).toEqual(usual);
  });

  test.for([80, 40])('gives the terminal no command at %i columns', (width) => {
    expect(comparisonSummary(comparison, { width, ...plain })).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
  });

  test('starts nothing in summary.md', () => {
    const lines = comparisonMarkdown(comparison, { title: text }).split('\n');
    expect(lines.filter((line) => line.startsWith('#'))).toHaveLength(2);
    expect(lines.join('\n')).not.toMatch(/(?<!\\)<(?!\/?(?:details|summary|!-- --)\b|!-- -->)/);
    expect(lines.join('\n')).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
    const columns = lines
      .filter((line) => line.startsWith('|'))
      .map((line) => line.replaceAll('\\|', '').split('|').length);
    const expected = comparisonMarkdown(namedAll('plain'), { title: 'plain' })
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split('|').length);
    expect(columns).toEqual(expected);
  });

  test('comes back from comparison.json as it was, and would be obeyed by no terminal', () => {
    const written = comparisonJson(comparison, { ...named, title: text });
    expect(written).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
    const read = JSON.parse(written);
    expect([read.title, read.reference, read.subjects[0].id, read.notes[0]]).toEqual([text, text, text, text]);
  });
});

test('whatever the names are, the page has the tags of the page with plain names', () => {
  fc.assert(
    fc.property(
      fc.string({
        minLength: 1,
        maxLength: 12,
        unit: fc.constantFrom('<', '>', '"', "'", '&', '/', 'b', ' ', '=', '`', '-', '!'),
      }),
      (text) => {
        expect(tags(comparisonPage(namedAll(`x${text}`), { ...named, title: text }))).toEqual(usual);
      },
    ),
    { numRuns: 20 },
  );
});
