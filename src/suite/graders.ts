import { inside, type Source } from '../config/source.ts';
import { Fault } from '../fault.ts';
import type { Judge } from '../panel.ts';
import { quote } from '../wording/quote.ts';
import { PROMPTFOO } from './keys.ts';
import { readProvider, type Provider } from './provider.ts';
import { fromFile, type Configured } from './providers.ts';
import type { Scope } from './scope.ts';
import { uniqueNames } from './unique.ts';

/** The name of the judge that code is. */
export const CODE = 'code';

/** The judges that a suite's own graders are, gathered as they are named. */
export type Graders = {
  /** The entry of the judge that a provider is. */
  readonly nameOf: (source: Source) => Promise<string>;
  readonly judges: () => readonly Judge[];
};

/**
 * Makes judges of graders: each model with its settings is one, however often it is named. A text that is the id or the label of one of the
 * suite's own providers means that provider, settings and all, as under promptfoo.
 */
export const gradersOf = (providers: readonly Configured[], scope: Scope): Graders => {
  const unique = uniqueNames([CODE]);
  const byQuestion = new Map<string, Judge>();
  const seat = ({ label, id, called }: Provider, where: string): string => {
    if (called === null)
      throw new Fault(
        'panel/judge',
        'The grader is "echo", which repeats its question and judges nothing.\nName a model.',
        { where },
      );
    const key = JSON.stringify(called);
    const known = byQuestion.get(key);
    if (known !== undefined) return known.name;
    const name = unique((label ?? id).replaceAll(/\p{C}/gu, '').slice(0, 76));
    byQuestion.set(key, { id: name, name, ...called, variant: null, samples: 1, asks: 'assertion' });
    return name;
  };
  // Tests by the thousand name the same grader, and reading it each time would be most of the work.
  const read = new Map<unknown, Promise<string>>();
  return {
    nameOf: (source) => {
      const key = typeof source.value === 'object' ? source.value : JSON.stringify([source.folder, source.value]);
      const name =
        read.get(key) ?? providerIn(source, providers, scope).then((provider) => seat(provider, source.where()));
      read.set(key, name);
      return name;
    },
    judges: () => [...byQuestion.values()],
  };
};

const providerIn = async (source: Source, providers: readonly Configured[], scope: Scope): Promise<Provider> => {
  const { value } = source;
  if (typeof value === 'string') {
    const own = providers.find(({ id }) => id === value) ?? providers.find(({ label }) => label === value);
    if (own !== undefined) return own;
    const [entry, ...others] = (await fromFile(source, scope)) ?? [source];
    if (entry !== undefined && others.length === 0) return readProvider(entry, scope);
    throw new Fault(
      'panel/judge',
      `The grader's file ${quote(value, 120)} holds several providers, so it is open which one judges.\nKeep one in it, or seat a panel: empanel: {judges: […]}.`,
      {
        where: source.where(),
      },
    );
  }
  const typed = ['text', 'embedding', 'classification', 'moderation'].filter(
    (kind) => inside(source, [kind]).value !== undefined,
  );
  if (typed.length === 0 || inside(source, ['id']).value !== undefined) return readProvider(source, scope);
  const text = inside(source, ['text']);
  if (text.value !== undefined && text.value !== null) return providerIn(text, providers, scope);
  throw new Fault(
    'panel/judge',
    `The grader names a model for ${quote(typed[0] ?? '')} and none that judges text.\nAdd it: {text: openai:gpt-4.1}. ${PROMPTFOO}`,
    { where: source.where() },
  );
};

/** Nobody is named, and promptfoo's own choice moves between its versions. */
export const noGrader = (where: string): Fault =>
  new Fault(
    'panel/judge',
    `The assertion is put to a judge, and the config names none: promptfoo would take one by the key that it finds, another one in each version, and scores would move with it.
Name it on the command line (--grader openai:gpt-4.1), in the config (defaultTest: {options: {provider: openai:gpt-4.1}}), or seat a panel (empanel: {judges: [{id: mini, model: openai:gpt-4.1-mini, samples: 5}]}).`,
    { where },
  );
