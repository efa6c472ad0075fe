/** Gives out names, each once: the second "x" is "x 2". */
export const uniqueNames = (taken: readonly string[] = []): ((wanted: string) => string) => {
  const given = new Set(taken);
  return (wanted) => {
    let name = wanted;
    for (let count = 2; given.has(name); count += 1) name = `${wanted} ${count}`;
    given.add(name);
    return name;
  };
};
