/**
 * The only number in a text, in canonical form; null where there is none, or any other digit. `1,234` is a thousand and more, `−` a minus,
 * `1e3` a thousand; leading and trailing zeros go. A part of a word, a bound, a power or a count of millions is not the number that it shows.
 *
 *     numberIn('about $1,234.50 a year') // => '1234.5'
 */
export const numberIn = (text: string): string | null => {
  const match = pattern.exec(text);
  if (match?.groups === undefined) return null;
  const { sign = '', whole = '', fraction = '', exponent = '0' } = match.groups;
  const [before, after] = [text.slice(0, match.index), text.slice(match.index + match[0].length)];
  if (/\d/.test(after) || partOfMore.test(before + sign) || /\bnot\b/i.test(before)) return null;
  if (/^\s*(?:hundred|thousand|million|billion|trillion|dozen|k\b|[/^])/i.test(after)) return null;
  return canonical({
    isNegative: /[-−]/.test(sign),
    whole: whole.replaceAll(/\D/g, ''),
    fraction,
    exponent: Number(exponent.replace('−', '-')),
  });
};

const pattern =
  /(?<sign>[-−+]?)(?=\.?\d)(?<whole>\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?!\d)|\d*)(?:\.(?<fraction>\d+))?(?:e(?<exponent>[-−+]?\d{1,3}))?/iu;

const partOfMore = /[\p{L}_^/√][-−+]?$|[<>≤≥±]\s*[-−+]?$/u;

/** As text, so that no digit of a long number is lost. */
const canonical = (number: { isNegative: boolean; whole: string; fraction: string; exponent: number }): string => {
  const { whole, fraction, exponent } = number;
  const digits = whole + fraction;
  const point = whole.length + exponent;
  const left = digits.slice(0, Math.max(0, point)).padEnd(Math.max(0, point), '0').replace(/^0+/, '');
  const right = (point < 0 ? digits.padStart(digits.length - point, '0') : digits.slice(point)).replace(/0+$/, '');
  const text = `${left === '' ? '0' : left}${right === '' ? '' : `.${right}`}`;
  return number.isNegative && text !== '0' ? `-${text}` : text;
};
