import type { ArmSource } from './read-source.ts';

/** The sources, those of one name told apart by a number: a, a (2), a (3). */
export const distinct = (sources: readonly ArmSource[]): ArmSource[] => {
  const taken = new Set<string>();
  return sources.map((source) => {
    let { name } = source;
    for (let count = 2; taken.has(name); count += 1) name = `${source.name} (${count})`;
    taken.add(name);
    return name === source.name ? source : { ...source, name };
  });
};
