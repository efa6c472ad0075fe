import { Fault } from '../fault.ts';
import { quote, quoteAll } from '../wording/quote.ts';

/** Chooses names by patterns, and remembers every name it was asked about. */
export type Selector = {
  /** Null is the lack of a name: only a selector without patterns admits it. */
  readonly admits: (name: string | null) => boolean;
  /** Faults if a pattern met no name: a typing mistake must not look like an empty result. */
  readonly check: () => void;
};

/** `*` stands for any run of characters, `/` among them; everything else for itself. Without patterns all names pass. */
export const selector = (noun: string, nouns: string, patterns: readonly string[] | undefined): Selector => {
  if (patterns === undefined) return { admits: () => true, check: () => {} };
  const expressions = patterns.map(glob);
  const met = new Map<string, boolean>();
  const ask = (name: string): boolean => {
    const isAdmitted = expressions.some((expression) => expression.test(name));
    met.set(name, isAdmitted);
    return isAdmitted;
  };
  return {
    admits: (name) => name !== null && (met.get(name) ?? ask(name)),
    check: () => {
      const names = [...met.keys()];
      const idle = patterns.find((_, index) => !names.some((name) => expressions[index]?.test(name)));
      if (idle !== undefined) throw matchesNothing(idle, names, noun, nouns);
    },
  };
};

const glob = (pattern: string): RegExp => {
  const parts = pattern.split('*').map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join('.*')}$`, 's');
};

const matchesNothing = (pattern: string, names: readonly string[], noun: string, nouns: string): Fault => {
  const exist = names.length === 0 ? `The ballots name no ${nouns}.` : `The ${nouns} are ${quoteAll(names, 20)}.`;
  return new Fault(
    'option/value',
    `The pattern ${quote(pattern)} matches no ${noun}, so nothing would be counted for it.\n${exist}`,
  );
};
