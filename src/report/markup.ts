import { escapeMarkup } from './escape.ts';

/** Markup that is safe to insert as it is. Only `html` makes it, from literals and escaped values. */
export type Markup = { readonly markup: string };

/** What a template can hold: text, markup, a list of both, or nothing. */
export type Content = Markup | string | number | null | false | readonly Content[];

/** A template in which every value is text, unless it is markup itself: nothing from a data set can become a tag. */
export const html = (literals: TemplateStringsArray, ...values: readonly Content[]): Markup => ({
  markup: literals.reduce((text, literal, at) => text + render(values[at - 1] ?? null) + literal),
});

/** Vouches for markup made elsewhere: a chart's SVG. */
export const trusted = (markup: string): Markup => ({ markup });

const render = (value: Content): string => {
  if (value === null || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeMarkup(String(value));
  return 'markup' in value ? value.markup : value.map(render).join('');
};
