import { quote } from '../wording/quote.ts';
import { messagesIn } from './panel/chat.ts';
import { checkOf, passOrFail, type Check } from './panel/checks.ts';
import { decide } from './panel/decide.ts';
import { ledgerFor } from './panel/kept.ts';
import { environmentOf, openPanel } from './panel/open-panel.ts';
import { poll, type Polled } from './panel/poll.ts';
import type { DoorTerms } from './panel/read-panel.ts';
import type { Panel } from './panel/seated.ts';
import type { CallContext, CallOptions, ProviderOptions, ProviderResponse } from './panel/theirs.ts';
import { costOfNow, reasonOf, toldOf, undecidedReason, usageOf } from './panel/told.ts';

/**
 * A grader for promptfoo that is a whole panel: every check by a model becomes a vote, each judge and sample a call of its own.
 *
 *     promptfoo eval --grader file://node_modules/empanel/dist/promptfoo/grader.js
 */
// oxlint-disable-next-line import/no-default-export -- promptfoo makes a provider of a file's default export
export default class Grader {
  // Hidden, for promptfoo writes what it sees of a grader into its results.
  readonly #options: ProviderOptions;

  constructor(options: ProviderOptions = {}) {
    this.#options = options;
  }

  id(): string {
    return this.#options.id ?? 'empanel:grader';
  }

  /** The panel's verdict in the words of the check. Without one an error, so that the check fails as an error of its grader and the output is kept. */
  async callApi(prompt: string, context: CallContext = {}, options: CallOptions = {}): Promise<ProviderResponse> {
    const env = environmentOf(this.#options);
    const { config = {} } = this.#options;
    const { panel } = await openPanel({
      door: 'grader.js',
      config,
      env,
      seats: ['judges'],
      terms: () => Promise.resolve(asked),
    });
    const messages = messagesIn(prompt);
    if (messages === null)
      return { error: 'empanel: the prompt of the check holds more than text, and a panel is shown text alone.' };
    const label = context.prompt?.label ?? '';
    const check = checkOf(label, prompt);
    const criterion = criterionOf(label, context);
    const ballots = await poll(
      check === null ? spokesman(panel, label) : panel,
      {
        criterion,
        put: () => ({ messages, schema: null }),
        read: check?.read ?? ((reply) => ({ vote: { kind: 'cast', value: reply.text }, cause: null })),
        reading: label,
        content: messages,
        run: '',
      },
      { ledger: ledgerFor(panel, { env, context }), halt: options.abortSignal ?? never },
    );
    return check === null ? relayed(ballots) : voted(panel, { check, criterion, ballots });
  }
}

const asked: DoorTerms = {
  criteria: [{ kind: 'judge', ...passOrFail('the check'), instructions: '', levels: [], examples: [] }],
  seats: 'judges',
  rule: { kind: 'majority' },
  own: [],
  variants: [],
};

const never = new AbortController().signal;

/** What was asserted, in its own words; where a check has none that all rows share, its name. */
const criterionOf = (label: string, { vars = {} }: CallContext): string => {
  const written = label === 'llm-rubric' ? vars['rubric'] : label === 'model-graded-closedqa' ? vars['criteria'] : null;
  if (typeof written === 'string' && written.trim() !== '') return written.trim();
  return label === '' ? 'llm-rubric' : label;
};

const voted = (
  panel: Panel,
  { check, criterion, ballots }: { check: Check; criterion: string; ballots: readonly Polled[] },
): ProviderResponse => {
  const verdict = decide(passOrFail(criterion), ballots, panel.settings);
  const empanel = toldOf(criterion, verdict, ballots);
  const cost = costOfNow(ballots);
  const shared = {
    tokenUsage: usageOf(ballots),
    ...(cost === null ? {} : { cost }),
    metadata: { empanel, ...(cost === null ? {} : { cost }) },
  };
  if (verdict.kind === 'undecided') {
    const reason = undecidedReason(verdict, ballots, { causes: panel.onUndecided === 'error' });
    if (panel.onUndecided === 'throw') throw new Error(reason);
    return { ...shared, error: reason };
  }
  const isPass = (value: string | number): boolean => value === 'pass';
  const cast = ballots.filter(({ vote }) => vote.kind === 'cast');
  const score = cast.filter(({ vote }) => vote.kind === 'cast' && isPass(vote.value)).length / cast.length;
  return {
    ...shared,
    output: check.say({ pass: isPass(verdict.value), score, reason: reasonOf(ballots, isPass) }, ballots),
  };
};

/** A step that is no vote, such as writing down how to grade: one judge takes it, once. */
const spokesman = (panel: Panel, label: string): Panel => {
  const [judge] = panel.judges;
  if (judge === undefined) throw new RangeError('a panel without judges');
  if (!warned.has(label)) {
    warned.add(label);
    process.stderr.write(
      `empanel: ${quote(label)} is no vote of a panel; judge ${quote(judge.id)} answers it alone.\n`,
    );
  }
  return { ...panel, judges: [{ ...judge, samples: 1 }] };
};

const warned = new Set<string>();

const relayed = (ballots: readonly Polled[]): ProviderResponse => {
  const [only] = ballots;
  const tokenUsage = usageOf(ballots);
  if (only?.vote.kind === 'cast') return { output: String(only.vote.value), tokenUsage };
  return { error: `empanel: ${only?.cause ?? 'no reply'}`, tokenUsage };
};
