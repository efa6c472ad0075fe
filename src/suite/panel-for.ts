import type { Source } from '../config/source.ts';
import type { Judge } from '../panel.ts';
import { quote } from '../wording/quote.ts';
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
  if (block.value !== undefined) {
    const judges = seatedBy(block);
    noteAddress(judges, scope);
    return fixed(judges);
  }
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

/** promptfoo's providers hear the environment. A judge's address stands in the config, where a reader of its results finds it. */
const noteAddress = (judges: readonly Judge[], { environment, notes }: Scope): void => {
  const name = ['OPENAI_API_HOST', 'OPENAI_API_BASE_URL', 'OPENAI_BASE_URL'].find(
    (each) => (environment.visible[each] ?? '').trim() !== '',
  );
  const judge = judges.find(({ spec }) => spec.provider === 'openai' && spec.baseUrl === null);
  if (name !== undefined && judge !== undefined)
    notes.add(
      `${name} is heard for providers and graders, and not for the judges of the block "empanel": ${quote(judge.id)} is asked at OpenAI's own address. Where it is to be asked elsewhere, give it a baseUrl and a key.`,
    );
};
