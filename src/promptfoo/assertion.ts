import { combine } from '../aggregate/combine.ts';
import { readCombine } from '../config/combine.ts';
import { inside } from '../config/source.ts';
import type { Combine } from '../experiment.ts';
import type { Datum } from '../judges/fence.ts';
import { judgePrompt } from '../judges/prompt.ts';
import { readVerdict } from '../judges/reply.ts';
import { replySchema } from '../judges/schema.ts';
import type { JudgeCriterion, Rubric } from '../rubric.ts';
import type { Verdict } from '../verdict.ts';
import { quoteAll } from '../wording/quote.ts';
import { decide, passer } from './panel/decide.ts';
import { ledgerFor } from './panel/kept.ts';
import { openPanel } from './panel/open-panel.ts';
import { poll, type Polled } from './panel/poll.ts';
import { readCriteria } from './panel/read-criteria.ts';
import type { DoorTerms } from './panel/read-panel.ts';
import type { Panel } from './panel/seated.ts';
import type { AssertionContext, GradingResult } from './panel/theirs.ts';
import { reasonOf, toldOf, undecidedReason, usageOf } from './panel/told.ts';

/**
 * A panel as an assertion of promptfoo's: each criterion of its rubric is put to every judge and sample, a call each.
 *
 *     - type: javascript
 *       value: file://node_modules/empanel/dist/promptfoo/assertion.js
 *       config: { rubric: [The reply is polite.], judges: [{ id: mini, model: openai:gpt-4.1-mini, samples: 3 }] }
 */
// oxlint-disable-next-line import/no-default-export -- promptfoo calls a file's default export
export default async function assertion(output: unknown, context: AssertionContext = {}): Promise<GradingResult> {
  const { env } = process;
  const { vars = {}, config = {} } = context;
  const { panel, asked } = await openPanel<Asked>({ door: 'assertion.js', config, env, seats: ['judges'], terms });
  const data = dataOf(asked.rubric.inputs, vars, output);
  const ledger = ledgerFor(panel, { env, context: {} });
  const decided = await Promise.all(
    asked.rubric.criteria.map(async (criterion): Promise<Decided> => {
      const ballots = await poll(panel, questionOf(criterion, asked.rubric, data), { ledger, halt: never });
      return { criterion, ballots, verdict: decide(criterion, ballots, panel.settings) };
    }),
  );
  return resultOf(decided, asked.combine, panel);
}

type Asked = DoorTerms & { readonly rubric: Rubric; readonly combine: Combine };
type Decided = {
  readonly criterion: JudgeCriterion;
  readonly ballots: readonly Polled[];
  readonly verdict: Verdict;
};

const terms: Parameters<typeof openPanel<Asked>>[0]['terms'] = async (declared) => {
  const rubric = await readCriteria(declared);
  const combined = inside(declared.config, ['combine']);
  return {
    rubric,
    combine: readCombine(combined.value === undefined ? { ...combined, value: 'all' } : combined, rubric.criteria),
    criteria: rubric.criteria,
    seats: 'judges',
    rule: { kind: 'majority' },
    own: ['rubric', 'inputs', 'combine'],
    variants: rubric.variants.map(({ id }) => id),
  };
};

const never = new AbortController().signal;

const questionOf = (criterion: JudgeCriterion, rubric: Rubric, data: readonly Datum[]): Parameters<typeof poll>[1] => ({
  criterion: criterion.id,
  put: (judge) => {
    const variant = rubric.variants.find(({ id }) => id === judge.variant) ?? rubric.variants[0];
    return {
      messages: judgePrompt(criterion, rubric, variant)(data),
      schema: replySchema(criterion, variant.levels),
    };
  },
  read: readVerdict(criterion.scale),
  reading: null,
  content: data,
  run: '',
});

const dataOf = (inputs: readonly string[], vars: Readonly<Record<string, unknown>>, output: unknown): Datum[] => [
  ...inputs.map((name) => ({ name, text: textOf(vars[name] ?? '') })),
  { name: 'output', text: textOf(output) },
];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** The verdict on all criteria, with a component for each. Without one the output is kept, and `metadata.empanel.undecided` names what is open. */
const resultOf = (decided: readonly Decided[], rule: Combine, panel: Panel): GradingResult => {
  const components = decided.map((each) => componentOf(each, panel));
  const together = combine(
    decided.map(({ criterion, verdict }, at) => ({
      criterion: criterion.id,
      passed: verdict.kind === 'undecided' ? null : (components[at]?.pass ?? null),
    })),
    rule,
  );
  const open = decided.filter(({ verdict }) => verdict.kind === 'undecided').map(({ criterion }) => criterion.id);
  const passes = components.filter(({ pass }) => pass).length;
  const reason =
    components.length === 1
      ? (components[0]?.reason ?? '')
      : `${passes} of ${components.length} criteria pass (needed: ${rule.label})${open.length === 0 ? '' : `; undecided: ${quoteAll(open)}`}`;
  if (together === 'undecided' && panel.onUndecided === 'throw') throw new Error(reason);
  return {
    pass: together === 'pass',
    score: components.reduce((sum, { score }) => sum + score, 0) / components.length,
    reason,
    namedScores: Object.fromEntries(decided.map(({ criterion }, at) => [criterion.id, components[at]?.score ?? 0])),
    tokensUsed: usageOf(decided.flatMap(({ ballots }) => ballots)),
    componentResults: components,
    metadata: { empanel: { v: 1, ...(together === 'undecided' ? { undecided: open } : {}) } },
  };
};

const componentOf = ({ criterion, ballots, verdict }: Decided, { settings }: Panel): GradingResult => {
  const passes = passer(criterion, settings) ?? (() => false);
  const cast = ballots.flatMap(({ vote }) => (vote.kind === 'cast' ? [vote.value] : []));
  return {
    // On scores against a mark the verdict is "pass" or "fail" itself.
    pass:
      verdict.kind === 'decided' && (passes(verdict.value) || (settings.passAt !== null && verdict.value === 'pass')),
    score: cast.length === 0 ? 0 : cast.filter(passes).length / cast.length,
    reason:
      verdict.kind === 'undecided'
        ? undecidedReason(verdict, ballots, { causes: true })
        : `${criterion.id}: ${reasonOf(ballots, passes)}`,
    assertion: { type: 'javascript', metric: criterion.id, value: criterion.instructions },
    metadata: { empanel: toldOf(criterion.id, verdict, ballots) },
  };
};
