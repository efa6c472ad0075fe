import { noCapabilities, noPace } from '../config/model-terms.ts';
import { chosen, readJudges } from '../config/judges.ts';
import { inside, type Source } from '../config/source.ts';
import { Fault } from '../fault.ts';
import type { Judge } from '../panel.ts';
import { quote } from '../wording/quote.ts';
import { CODE } from './graders.ts';

/** Reads the block's `judges`, who are asked whatever the tests assert. */
export const seatedBy = (source: Source): readonly Judge[] => {
  const judges = readJudges(source, { rubric: [], answer: [] });
  const entries = Array.isArray(source.value) ? source.value.map((_, at) => inside(source, [at])) : [];
  for (const entry of entries) {
    if (inside(entry, ['id']).value === CODE)
      throw new Fault(
        'panel/judge',
        `A judge is called ${quote(CODE)}, and so is the one that checks by code, so their ballots couldn't be told apart.\nGive it another "id".`,
        { where: entry.where(['id']) },
      );
    if (inside(entry, ['asks']).value === undefined) continue;
    throw new Fault(
      'panel/judge',
      `"asks" parts a rubric's criteria from answers, and what the tests of this config assert is neither, so it would change nothing.\nTake it out.`,
      { where: entry.where(['asks']) },
    );
  }
  return judges.map((judge) => ({ ...judge, asks: 'assertion' }));
};

/** The panel as a run wants it: the judges that were asked for, with as many samples each; and code, where it has something to check. */
export const seated = (
  panel: readonly Judge[],
  {
    wanted,
    samples,
    checks,
  }: { readonly wanted: readonly string[] | undefined; readonly samples: number | undefined; readonly checks: boolean },
): readonly Judge[] => {
  const models = wanted?.filter((each) => each !== CODE);
  const kept = panel.length === 0 && (models?.length ?? 0) === 0 ? [] : chosen(panel, models);
  const judges = kept.map((judge) => (samples === undefined ? judge : { ...judge, samples }));
  return checks ? [...judges, code] : judges;
};

const code: Judge = {
  id: CODE,
  name: CODE,
  spec: {
    provider: 'code',
    model: CODE,
    baseUrl: null,
    key: null,
    capabilities: noCapabilities,
    price: null,
    pace: noPace,
  },
  sampling: { temperature: null, topP: null, effort: null, seed: null, maxTokens: 1 },
  variant: null,
  samples: 1,
  asks: 'assertion',
};
