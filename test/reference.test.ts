import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { analyse } from '../src/analyse/analyse.ts';
import type { CurveFinding, Findings } from '../src/analyse/findings.ts';
import { defaults, type Settings } from '../src/analyse/settings.ts';
import { readRecording, type ReadOptions } from '../src/ledger/read.ts';
import { parseScale } from '../src/ledger/scale.ts';
import { recordedData, withoutData } from './recorded-data.ts';

// Every figure of reference.json is either compared here or listed by name at the end. Errors are printed there to six decimals,
// RMSE to five, correlations to four: each is compared to within half a unit of its last digit, errors to 1e-6.

type Json = { readonly [key: string]: Json } | readonly Json[] | string | number | null;
type Entries = { readonly [key: string]: Json };

const compared = new Map<string, number>();
const left: string[] = ['*.shape.shape (a word for the numbers beside it)'];

if (recordedData === null) {
  console.log(withoutData);
  test('the recorded ballots are not here', ({ skip }) => skip(withoutData));
} else {
  const data = recordedData;
  const reference = entries(JSON.parse(readFileSync(join(data, 'reference.json'), 'utf8')));
  const sets = entries(reference['datasets']);
  const read = (set: string, options: ReadOptions = {}) => readRecording([join(data, `${set}.jsonl`)], options);
  const find = async (set: string, settings: Partial<Settings>, options: ReadOptions = {}): Promise<Findings> =>
    analyse(await read(set, options), { ...defaults, designs: ['random'], resamples: 100, maxN: 1000, ...settings });
  describe.each(['boinf_math500', 'boinf_aime24', 'codex_addsub', 'codex_aqua'])('%s', (set) => {
    const expected = entries(sets[set]);
    const judges = entries(expected['judges']);

    test('each judge alone has the reference errors', async () => {
      const found = await find(set, {});
      for (const [judge, figures] of Object.entries(judges))
        judgeFigures(`${set}.judges.${judge}`, curveOf(found, judge), entries(figures));
    });

    test('ties that lose have the reference errors', async () => {
      const found = await find(set, { tie: 'abstain', maxN: 80 });
      for (const [judge, figures] of Object.entries(judges))
        errors(
          `${set}.judges.${judge}.error_ties_lost`,
          curveOf(found, judge),
          entries(entries(figures)['error_ties_lost']),
        );
    });

    test('an abstention that is a label of its own has the reference errors', async () => {
      const found = await find(set, { maxN: 80 }, { abstainAsLabel: true });
      for (const [judge, figures] of Object.entries(judges))
        errors(
          `${set}.judges.${judge}.null_as_a_label`,
          curveOf(found, judge),
          entries(entries(figures)['null_as_a_label'] ?? {}),
        );
      for (const [judge, figures] of Object.entries(entries(expected['null_policy_matters'] ?? {}))) {
        const name = `${set}.null_policy_matters.${judge}`;
        near(
          `${name}.error_at_80_null_is_a_label`,
          errorAt(curveOf(found, judge), 80),
          entries(figures)['error_at_80_null_is_a_label'],
          1e-6,
        );
        near(
          `${name}.error_at_T_null_abstains`,
          entries(entries(judges[judge])['error'])['80'],
          entries(figures)['error_at_T_null_abstains'],
          1e-6,
        );
      }
    });

    if ('all_models_pooled_80_each' in expected)
      test('the pooled panel has the reference errors', async () => {
        const found = await find(set, {}, { samples: 80 });
        poolFigures(
          `${set}.all_models_pooled_80_each`,
          curveOf(found, '*'),
          entries(expected['all_models_pooled_80_each']),
          1,
        );
      });

    published(set, expected);
  });

  test('bluebirds: the pool of 39 workers has the reference errors', async () => {
    const figures = entries(entries(sets['bluebirds'])['pool']);
    poolFigures('bluebirds.pool', curveOf(await find('bluebirds', {}), '*'), figures, 2);
    const tied = await find('bluebirds', { tie: 'abstain' });
    errors('bluebirds.pool.error_ties_lost', curveOf(tied, '*'), entries(figures['error_ties_lost']));
  });
  published('bluebirds', entries(sets['bluebirds']));

  test('csqa_ranked: first choices have the reference errors', async () => {
    const figures = entries(entries(sets['csqa_ranked'])['plurality_of_first_choices']);
    poolFigures(
      'csqa_ranked.plurality_of_first_choices',
      curveOf(await find('csqa_ranked', {}, { samples: 8 }), '*'),
      figures,
      1,
    );
    const tied = await find('csqa_ranked', { tie: 'abstain' }, { samples: 8 });
    errors(
      'csqa_ranked.plurality_of_first_choices.error_ties_lost',
      curveOf(tied, '*'),
      entries(figures['error_ties_lost']),
    );
  });
  left.push('csqa_ranked.recorded (Borda, reciprocal and instant-runoff winners: rules on whole rankings)');
  published('csqa_ranked', entries(sets['csqa_ranked']));

  describe('llmbar', () => {
    const expected = entries(sets['llmbar']);

    test('each judge has the reference accuracy and agreement of its two orders', async () => {
      const found = await find('llmbar', {});
      const accuracies = new Map<string, number>();
      for (const [judge, figures] of Object.entries(entries(expected['judges']))) {
        const accuracy = 1 - errorAt(curveOf(found, judge), 1);
        accuracies.set(judge, accuracy);
        near(`llmbar.judges.${judge}.accuracy`, accuracy, entries(figures)['accuracy'], 1e-6);
      }
      const [best] = [...accuracies].toSorted(([, a], [, b]) => b - a);
      const [name, figures] = expected['best_judge'] as [string, Entries];
      expect(best?.[0]).toBe(name);
      near('llmbar.best_judge.accuracy', best?.[1] ?? 0, figures['accuracy'], 1e-6);
      // Two abstentions agree there; here a pair needs two cast ballots. Counted as a label, an abstention agrees with its like.
      const labelled = await find('llmbar', {}, { abstainAsLabel: true });
      const agreement = new Map(
        labelled.agreement.flatMap((each) => (each.coefficient === 'percent' ? [[each.judge, each.value]] : [])),
      );
      for (const [judge, each] of Object.entries(entries(expected['judges'])))
        near(
          `llmbar.judges.${judge}.agreement_of_orders`,
          agreement.get(judge) ?? 0,
          entries(each)['agreement_of_orders'],
          1e-6,
        );
      near('llmbar.best_judge.agreement_of_orders', agreement.get(name) ?? 0, figures['agreement_of_orders'], 1e-6);
    });

    test.for(Object.entries(entries(expected['pools'])))(
      'the pool "%s" has the reference errors',
      async ([pool, figures]) => {
        const [, group] = /^all ballots, (.*)$/.exec(pool) ?? [];
        const [, model] = /^(.*) \(its prompts, both orders\)$/.exec(pool) ?? [];
        const judges = model === undefined ? (pool.startsWith('6 models') ? ['*/Vanilla'] : undefined) : [`${model}/*`];
        const found = await find(
          'llmbar',
          {},
          {
            select: {
              ...(group === undefined ? {} : { groups: [group] }),
              ...(judges === undefined ? {} : { judges }),
            },
          },
        );
        poolFigures(`llmbar.pools.${pool}`, curveOf(found, '*'), entries(figures), 2);
      },
    );

    published('llmbar', expected);
  });

  describe('topical_rubric', () => {
    const expected = entries(sets['topical_rubric']);
    const scales = [parseScale('interval:1..3'), parseScale('groundedness=interval:0..1')];

    test('mean scores come as near to gold as the reference says', { timeout: 120_000 }, async () => {
      const found = await find('topical_rubric', { target: 'mean', rule: { kind: 'mean' }, maxN: 20 }, { scales });
      for (const [judge, criteria] of Object.entries(entries(expected['judges'])))
        for (const [criterion, figures] of Object.entries(entries(criteria)))
          scoreFigures(
            `topical_rubric.judges.${judge}.${criterion}`,
            curveOf(found, judge, criterion),
            entries(figures),
          );
    });

    left.push("topical_rubric.origin_parser_check (needs the origin's replies, which are not recorded)");
    published('topical_rubric', expected);
  });

  afterAll(() => {
    const total = [...compared.values()].reduce((sum, count) => sum + count, 0);
    console.log(
      `Compared ${total} figures of reference.json: ${[...compared].map(([set, count]) => `${set} ${count}`).join(', ')}.\nNot computed:\n${left.map((name) => `  ${name}`).join('\n')}`,
    );
  });
}

/** What a set's sources printed is prose about figures that are compared above. */
function published(set: string, expected: Entries): void {
  const list = Array.isArray(expected['published']) ? expected['published'].length : 0;
  left.push(`${set}.published (${list} remarks that compare figures with other sources)`);
  for (const key of ['note', 'scale']) if (key in expected) left.push(`${set}.${key} (prose)`);
}

function judgeFigures(name: string, curve: CurveFinding, figures: Entries): void {
  poolFigures(name, curve, figures, 1);
  if ('mean_accuracy_one_sample' in figures)
    near(`${name}.mean_accuracy_one_sample`, 1 - errorAt(curve, 1), figures['mean_accuracy_one_sample'], 1e-6);
  if ('first_seen_at_T' in figures)
    near(`${name}.first_seen_at_T`, 1 - (curve.firstSeenError ?? 0), figures['first_seen_at_T'], 1e-6);
}

function poolFigures(name: string, curve: CurveFinding, figures: Entries, step: 1 | 2): void {
  if ('rows' in figures) near(`${name}.rows`, curve.rows, figures['rows'], 0);
  near(`${name}.T`, curve.available, figures['T'], 0);
  errors(`${name}.error`, curve, entries(figures['error']));
  shape(`${name}.shape`, curve, entries(figures['shape']), step);
  if ('se_over_rows_n1' in figures)
    near(`${name}.se_over_rows_n1`, curve.points[0]?.se ?? 0, figures['se_over_rows_n1'], 1e-6);
}

function errors(name: string, curve: CurveFinding, figures: Entries): void {
  for (const [n, error] of Object.entries(figures)) near(`${name}.${n}`, errorAt(curve, Number(n)), error, 1e-6);
}

/** The curve's shape as the reference describes it, read off our curve. */
function shape(name: string, curve: CurveFinding, figures: Entries, step: 1 | 2): void {
  const points = curve.points.filter(({ n }) => (n - 1) % step === 0);
  const [first, last] = [points[0]?.error ?? 0, points.at(-1)?.error ?? 0];
  const lowest = Math.min(...points.map(({ error }) => error));
  const drop = first - last;
  const reached = (share: number): number => points.find(({ error }) => first - error >= share * drop - 1e-12)?.n ?? 0;
  const bulge = (of: (n: number) => number): number => {
    const [from, to] = [of(1), of(points.at(-1)?.n ?? 1)];
    const heights = points.map(({ n, error }) => (first - error) / drop - (of(n) - from) / (to - from));
    return points[heights.indexOf(Math.max(...heights))]?.n ?? 0;
  };
  let [seen, rise] = [Infinity, 0];
  for (const { error } of points) [seen, rise] = [Math.min(seen, error), Math.max(rise, error - Math.min(seen, error))];
  const ours: Record<string, number> = {
    e1: first,
    eT: last,
    T: points.at(-1)?.n ?? 0,
    min: lowest,
    // The lowest error is a plateau, flat to the last bits of a double: theirs is right if it lies on ours.
    n_at_min:
      (points.find(({ n }) => n === figures['n_at_min'])?.error ?? 1) <= lowest + 1e-9
        ? Number(figures['n_at_min'])
        : Number.NaN,
    n50: reached(0.5),
    n90: reached(0.9),
    n95: reached(0.95),
    kneedle: bulge((n) => n),
    kneedle_log_n: bulge(Math.log),
    largest_rise: rise,
  };
  for (const [key, value] of Object.entries(figures)) {
    if (key === 'shape') continue; // a word for the numbers beside it, listed as not computed
    near(
      `${name}.${key}`,
      ours[key] ?? Number.NaN,
      value,
      Number.isInteger(value) && !['e1', 'eT', 'min', 'largest_rise'].includes(key) ? 0 : 1e-6,
    );
  }
}

function scoreFigures(name: string, curve: CurveFinding, figures: Entries): void {
  const { association } = curve;
  near(`${name}.cells`, association?.rows ?? 0, figures['cells'], 0);
  near(`${name}.pearson_dataset`, association?.overall.pearson ?? 0, figures['pearson_dataset'], 5.01e-5);
  near(`${name}.pearson_group`, association?.withinGroups?.pearson ?? 0, figures['pearson_group'], 5.01e-5);
  near(`${name}.kendall_group`, association?.withinGroups?.kendall ?? 0, figures['kendall_group'], 5.01e-5);
  near(`${name}.groups_used`, association?.withinGroups?.groups ?? 0, figures['groups_used'], 0);
  for (const [n, error] of Object.entries(entries(figures['mean_rmse'])))
    near(`${name}.mean_rmse.${n}`, errorAt(curve, Number(n)), error, 5.01e-6);
  shape(`${name}.rmse_shape`, curve, entries(figures['rmse_shape']), 1);
  for (const [n, value] of Object.entries(entries(figures['pearson_dataset_mean_of_n_MC200']))) {
    const ours = association?.byN.find((each) => each.n === Number(n));
    const theirs = entries(value);
    // Both sides are simulated: four of their joint standard errors, and the printed digits.
    const tolerance = 4 * Math.hypot(ours?.simulationError ?? 0, Number(theirs['se'])) + 6e-5;
    near(`${name}.pearson_dataset_mean_of_n_MC200.${n}`, ours?.pearson ?? 0, theirs['mean'], tolerance);
  }
}

function near(name: string, ours: unknown, theirs: unknown, tolerance: number): void {
  expect(
    Math.abs(Number(ours) - Number(theirs)),
    `${name}: ${String(ours)} here, ${String(theirs)} there`,
  ).toBeLessThanOrEqual(tolerance);
  const set = name.split('.')[0] ?? '';
  compared.set(set, (compared.get(set) ?? 0) + 1);
}

function curveOf({ curves }: Findings, judge: string, criterion?: string): CurveFinding {
  const curve = curves.find(
    (each) => each.judge === judge && (criterion === undefined || each.criterion === criterion),
  );
  if (curve === undefined) throw new Error(`no curve for ${judge}`);
  return curve;
}

function errorAt(curve: CurveFinding, n: number): number {
  return curve.points[n - 1]?.error ?? Number.NaN;
}

function entries(value: unknown): Entries {
  return value as Entries;
}
