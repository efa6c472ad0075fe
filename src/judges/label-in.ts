/**
 * The label that a text begins with, as a whole token that a stop, a new line or the end follows: "No, although some would say yes" is
 * "no", "INCORRECT" is never "CORRECT", and "A good question" is not "A". Null where there is none.
 */
export const labelAt = (text: string, labels: readonly string[], matchCase: boolean): string | null => {
  const bare = fold(text, matchCase).replace(/^[\s*_`"'“‘«([{#>-]+/u, '');
  // The longest first: of "no" and "no change" the second is meant where it stands.
  const byLength = labels.toSorted((a, b) => b.length - a.length);
  return (
    byLength.find((label) => {
      const wanted = fold(label, matchCase);
      return (
        wanted !== '' &&
        [bare, fold(text, matchCase)].some((from) => from.startsWith(wanted) && isEnd(from.slice(wanted.length)))
      );
    }) ?? null
  );
};

// A question mark is no end: "Correct? No." says no.
const isEnd = (rest: string): boolean =>
  /^[*_`"'”’»)\]}]*(?:\s*$|(?<=[)\]])\s|\s*\n|[.,;:!](?=\s|$|[*_`"'”’»)])|\s*[—–]|\s+[-(])/u.test(rest);

const fold = (text: string, matchCase: boolean): string => {
  const plain = text.normalize('NFC').trim();
  return matchCase ? plain : plain.toLowerCase();
};
