import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeMarkdown, escapeMarkup, printable } from '../../src/report/escape.ts';
import { count, dollars, errorOf, fixed, number, percent, plural, points } from '../../src/report/format.ts';
import { html, trusted } from '../../src/report/markup.ts';

describe('Numbers as a reader wants them', () => {
  test.for([
    [0, '0%'],
    [0.00001, '<0.01%'],
    [0.0046, '0.46%'],
    [0.05, '5%'],
    [0.123, '12.3%'],
    [0.95, '95%'],
    [1, '100%'],
  ] as const)('a share of %d is %s', ([share, text]) => {
    expect(percent(share)).toBe(text);
  });

  test.for([
    [0, '0%'],
    [0.0046, '0.46%'],
    [0.19, '19.0%'],
    [0.5, '50.0%'],
    [0.1234, '12.3%'],
    [1, '100%'],
  ] as const)('a measured error of %d is %s', ([error, text]) => {
    expect(errorOf({ metric: 'error' }, error)).toBe(text);
  });

  test('a distance has three decimals', () => {
    expect(errorOf({ metric: 'rmse' }, 0.8)).toBe('0.800');
  });

  test.for([
    [0.01, '1 point'],
    [0.004, '0.4 points'],
    [0.025, '2.5 points'],
    [0.0005, '0.05 points'],
  ] as const)('a difference of %d is %s', ([difference, text]) => {
    expect(points(difference)).toBe(text);
  });

  test.for([
    [-0.041, '−0.04'],
    [-0.0001, '0.00'],
    [0.5, '0.50'],
  ] as const)('%d with two decimals is %s', ([value, text]) => {
    expect(fixed(value, 2)).toBe(text);
  });

  test('counts, plurals, money', () => {
    expect([count(12345), plural(1, 'row'), plural(2000, 'row'), number(2.43571)]).toEqual([
      '12,345',
      '1 row',
      '2,000 rows',
      '2.436',
    ]);
    expect([dollars(0), dollars(1.5), dollars(0.00042)]).toEqual(['$0.00', '$1.50', '$0.00042']);
  });
});

const anyText = fc.string({ unit: 'binary' });

describe('Text from ballots is data everywhere', () => {
  test('escaped markup holds no raw < > & " or \'', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(escapeMarkup(text)).toMatch(/^(?:[^<>&"']|&(?:amp|lt|gt|quot|#39);)*$/);
      }),
    );
  });

  test('and reads as the text did, but for what cannot be printed', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const read = escapeMarkup(text)
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');
        expect(read).toBe(printable(text));
      }),
    );
  });

  test('printable text is well-formed and has no control character but tab and line feed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
        (text) => {
          expect(printable(text).isWellFormed()).toBe(true);
          expect(printable(text)).not.toMatch(/(?![\t\n])[\p{Cc}\p{Bidi_Control}]/u);
        },
      ),
    );
  });

  test('escaped Markdown is one line, with a backslash before every sign that means something', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(escapeMarkdown(text)).not.toContain('\n');
        const bare = escapeMarkdown(text).replaceAll('@<!-- -->', '').replaceAll(/\\./gs, '');
        expect(bare).not.toMatch(/[`*_[\]<>|#~&!\\]/);
      }),
    );
  });

  test('a template escapes every value but markup itself, at any depth', () => {
    const names = ['<a>', '"b"'];
    expect(
      html`<i title="${'"'}">${names.map((name) => html`<b>${name}</b>`)}${trusted('<hr>')}${null}${false}${0}</i>`
        .markup,
    ).toBe('<i title="&quot;"><b>&lt;a&gt;</b><b>&quot;b&quot;</b><hr>0</i>');
  });
});
