import type { Source } from '../config/source.ts';
import type { Judge } from '../panel.ts';
import { gradersOf } from './graders.ts';
import { seatedBy } from './judges.ts';
import type { Configured } from './providers.ts';
import { placed, type Scope } from './scope.ts';

/** Who judges. A fixed panel judges whatever is asserted; without one each assertion is put to the graders that it names. */
export type Panel = {
  readonly isFixed: boolean;
  /** The entries of the judges that graders are; null: all judges, for the panel is fixed. */
  readonly namesOf: (graders: readonly Source[]) => Promise<readonly string[] | null>;
  /** Whoever judges where nobody is named. */
  readonly usual: Source | null;
  readonly judges: () => readonly Judge[];
};

/** The panel of a suite: that of its block, else the graders of the command line, else those that the config names. */
export const panelFor = async (
  flags: readonly string[] | undefined,
  block: Source,
  usual: Source | null,
  providers: readonly Configured[],
  scope: Scope,
): Promise<Panel> => {
  const fixed = (judges: readonly Judge[]): Panel => ({
    isFixed: true,
    namesOf: () => Promise.resolve(null),
    usual,
    judges: () => judges,
  });
  const graders = gradersOf(providers, scope);
  if (flags !== undefined && flags.length > 0) {
    for (const flag of flags) await graders.nameOf(placed(flag, '--grader', scope.folder));
    return fixed(graders.judges());
  }
  if (block.value !== undefined) return fixed(seatedBy(block));
  return {
    isFixed: false,
    namesOf: async (named) => {
      const names: string[] = [];
      for (const each of named) names.push(await graders.nameOf(each));
      return names;
    },
    usual,
    judges: graders.judges,
  };
};
