/** Names in a sentence, the first so many of them: "r-17, r-40 and 3 more". A very long one is cut. */
export const names = (all: readonly string[], most: number): string => {
  // "and 1 more" is no shorter than the name.
  const shown = all.length <= most + 1 ? all : all.slice(0, most);
  const more = all.length - shown.length;
  const told = shown.map((name) => (name.length > 60 ? `${name.slice(0, 59)}…` : name)).join(', ');
  return more === 0 ? told : `${told} and ${more} more`;
};
