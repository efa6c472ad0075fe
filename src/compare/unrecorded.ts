import type { Side } from './compare.ts';

/**
 * A note on the arms of which no hashes tell what was asked; none where all arms are parts of one file, for then the same was asked of all.
 */
export const unrecorded = (sides: readonly Side[]): string[] => {
  const lacking = sides.filter(({ arm }) => arm.provenance === null).map(({ arm }) => arm.name);
  const [first, ...others] = sides;
  if (lacking.length === 0 || others.every((side) => isOfOneFile(side, first))) return [];
  const shown = `${lacking.slice(0, 5).join(', ')}${lacking.length > 5 ? ', …' : ''}`;
  return [`${shown}: it is not recorded what was asked, so only ids, labels and gold could be held together.`];
};

const isOfOneFile = ({ analysis }: Side, first: Side | undefined): boolean => {
  const [own, other] = [analysis?.recording.sources, first?.analysis?.recording.sources];
  return own !== undefined && other !== undefined && own.join('\n') === other.join('\n');
};
