/**
 * A value as the JSON of a report: twelve significant digits, which is more than the data hold and less than rounding errors show.
 * What a terminal would obey and JSON itself leaves alone is escaped, so that it reads back as it was.
 */
export const jsonOf = (value: unknown): string =>
  `${JSON.stringify(value, (_, each: unknown) => (typeof each === 'number' ? Number(each.toPrecision(12)) : each), 1)}\n`.replace(
    obeyed,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const obeyed = /[\u007f-\u009f\u2028\u2029]|\p{Bidi_Control}/gu;
