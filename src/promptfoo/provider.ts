import { readAnswer as readAnswerTerms } from '../config/answer.ts';
import { check } from '../config/check.ts';
import { oneOf } from '../config/legal.ts';
import { inside } from '../config/source.ts';
import { readAnswer } from '../judges/answer.ts';
import { extractor } from '../judges/extract.ts';
import type { AnswerCriterion } from '../rubric.ts';
import type { Verdict } from '../verdict.ts';
import { messagesIn } from './panel/chat.ts';
import { decide } from './panel/decide.ts';
import { ledgerFor } from './panel/kept.ts';
import { environmentOf, openPanel } from './panel/open-panel.ts';
import { poll, type Polled } from './panel/poll.ts';
import type { DoorTerms } from './panel/read-panel.ts';
import type { CallContext, CallOptions, ProviderOptions, ProviderResponse } from './panel/theirs.ts';
import { costOfNow, isCached, toldOf, undecidedReason, usageOf } from './panel/told.ts';

/**
 * An ensemble as a provider of promptfoo's: every member answers the prompt, as often as it has samples, and the most common answer is the
 * output.
 *
 *     providers:
 *       - id: file://node_modules/empanel/dist/promptfoo/provider.js
 *         config: { members: [{ id: mini, model: openai:gpt-4.1-mini, temperature: 1, samples: 5 }], extract: number }
 */
// oxlint-disable-next-line import/no-default-export -- promptfoo makes a provider of a file's default export
export default class Ensemble {
  // Hidden, for promptfoo writes what it sees of a provider into its results.
  readonly #options: ProviderOptions;

  constructor(options: ProviderOptions = {}) {
    this.#options = options;
  }

  id(): string {
    return this.#options.id ?? 'empanel:ensemble';
  }

  /** The members' answer. Without one an error, with the ballots in its metadata. */
  async callApi(prompt: string, context: CallContext = {}, options: CallOptions = {}): Promise<ProviderResponse> {
    const env = environmentOf(this.#options);
    const { config = {} } = this.#options;
    const { panel, asked } = await openPanel<Asked>({
      door: 'provider.js',
      config,
      env,
      seats: ['members', 'judges'],
      terms,
    });
    const { criterion, output } = asked;
    const messages = messagesIn(prompt);
    if (messages === null)
      return { error: 'empanel: the prompt holds more than text, and the members of an ensemble are asked by text.' };
    const ballots = await poll(
      panel,
      {
        criterion: criterion.id,
        put: () => ({ messages, schema: null }),
        read: readAnswer(criterion),
        reading: [criterion.extract, criterion.matchCase, criterion.scale],
        content: [messages, context.repeatIndex ?? 0],
        run: context.evaluationId ?? '',
      },
      { ledger: ledgerFor(panel, { env, context }), halt: options.abortSignal ?? never },
    );
    const verdict = decide(criterion, ballots, panel.settings);
    const cost = costOfNow(ballots);
    const shared = {
      tokenUsage: usageOf(ballots),
      ...(cost === null ? {} : { cost }),
      ...(isCached(ballots) ? { cached: true } : {}),
      metadata: { empanel: toldOf(criterion.id, verdict, ballots) },
    };
    if (verdict.kind === 'decided') return { ...shared, output: answerOf(verdict, ballots, { criterion, output }) };
    const reason = undecidedReason(verdict, ballots, { causes: panel.onUndecided === 'error' });
    if (panel.onUndecided === 'throw') throw new Error(reason);
    return { ...shared, error: reason };
  }
}

type Asked = DoorTerms & { readonly criterion: AnswerCriterion; readonly output: 'answer' | 'text' };

const terms: Parameters<typeof openPanel<Asked>>[0]['terms'] = async ({ config, block }) => {
  // A block says how answers are read under `answer`; the provider's own config says it at the top.
  const own = inside(config, ['extract']).value;
  const matchCase = inside(config, ['matchCase']).value;
  const ofBlock = block === null ? undefined : inside(block, ['answer', 'extract']).value;
  const written = { extract: own ?? ofBlock ?? 'lastLine', ...(matchCase === undefined ? {} : { matchCase }) };
  const { criterion } = await readAnswerTerms({ ...config, value: written }, () =>
    Promise.resolve({ prompts: [], sources: [] }),
  );
  const output = inside(config, ['output']);
  return {
    criterion,
    output: output.value === undefined ? 'answer' : check(oneOf('answer', 'text'), output),
    criteria: [criterion],
    seats: 'members',
    rule: { kind: 'plurality' },
    own: ['members', 'extract', 'matchCase', 'output'],
    variants: [],
  };
};

const never = new AbortController().signal;

/** The winning answer as the first member that gave it wrote it; or all that this member wrote. */
const answerOf = (
  { value }: Extract<Verdict, { kind: 'decided' }>,
  ballots: readonly Polled[],
  { criterion, output }: Pick<Asked, 'criterion' | 'output'>,
): string => {
  const winner = ballots.find(({ vote }) => vote.kind === 'cast' && vote.value === value);
  const text = winner?.reply ?? String(value);
  return output === 'text' ? text : (extractor(criterion)(text)?.trim() ?? String(value));
};
