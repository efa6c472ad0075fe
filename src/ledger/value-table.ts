import type { Value } from '../ballot.ts';

/** A number as a CSV cell spells it, kept until it is known whether its criterion holds numbers or text. */
export class SpelledNumber {
  readonly number: number;
  readonly text: string;

  constructor(text: string) {
    this.number = Number(text);
    this.text = text;
  }
}

/** A value as it was read. */
export type ReadValue = Value | SpelledNumber;

/** The value as text, in its own spelling. */
export const textOf = (value: ReadValue): string => (value instanceof SpelledNumber ? value.text : String(value));

/** The value as a number, if it is one. */
export const numberOf = (value: ReadValue): number | null => {
  if (typeof value === 'string') return null;
  return typeof value === 'number' ? value : value.number;
};

/** Whether two values will be one once the criterion is known to hold numbers or text. */
export const isSameValue = (a: ReadValue, b: ReadValue): boolean =>
  textOf(a) === textOf(b) || (numberOf(a) !== null && numberOf(a) === numberOf(b));

/** The distinct values of one criterion. A ballot keeps a value's code, its place in the table. */
export class ValueTable {
  readonly values: ReadValue[] = [];
  readonly #codes = new Map<Value, number>();
  readonly #spelled = new Map<string, number>();

  code(value: ReadValue): number {
    const known = value instanceof SpelledNumber ? this.#spelled.get(value.text) : this.#codes.get(value);
    return known ?? this.#add(value);
  }

  #add(value: ReadValue): number {
    const code = this.values.length;
    if (value instanceof SpelledNumber) this.#spelled.set(value.text, code);
    else this.#codes.set(value, code);
    this.values.push(value === 0 ? 0 : value); // −0 is 0
    return code;
  }
}
