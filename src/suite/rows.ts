import type { AssertedRow } from '../assertions/written.ts';
import type { Generator } from '../panel.ts';
import type { DataRow, Output } from '../row.ts';
import { Fault } from '../fault.ts';
import { quote } from '../wording/quote.ts';
import { messagesOf } from './chat.ts';
import type { Prompt } from './prompts.ts';
import { isMeant } from './prompts.ts';
import { isAllowed, type Configured } from './providers.ts';
import type { SuiteRecord } from './records.ts';
import { checkVariables, renderingOf, type Rendering } from './render.ts';
import type { Scope } from './scope.ts';
import type { TestCase } from './test-case.ts';
import { uniqueNames } from './unique.ts';

/** A record's row for one prompt and one provider, as often as it is repeated. Repeats are asked the same. */
export type SuiteRow = {
  readonly rows: readonly DataRow[];
  readonly test: TestCase;
  readonly asserted: AssertedRow;
};

export type Columns = { readonly prompts: readonly Prompt[]; readonly providers: readonly Configured[] };

/** The rows of a suite, with the models that write their outputs. */
export type SuiteRows = { readonly rows: readonly SuiteRow[]; readonly generators: readonly Generator[] };

/** Makes rows: one for each record, repeat, prompt and provider. What shares a record shares its group. `known` are the variables of all tests. */
export const rowsOf = (
  records: readonly SuiteRecord[],
  columns: Columns,
  { repeat, known, scope }: { readonly repeat: number; readonly known: readonly string[]; readonly scope: Scope },
): SuiteRows => {
  const candidates = candidatesOf(columns);
  const generators: Generator[] = [];
  const rendering = renderer(known, scope);
  // What is put behind one id may make it another's.
  const unique = uniqueNames();
  const rows = records.flatMap((record) => {
    const own = candidates.filter(
      ({ prompt, provider }) =>
        isMeant(record.test.prompts, prompt.names) && isAllowed(record.test.providers, provider),
    );
    if (own.length === 0) throw noCandidate(record.test);
    const repeats = record.test.options.repeat ?? repeat;
    const isAlone = candidates.length === 1 && repeats === 1;
    return own.map(({ label, prompt, provider, at }): SuiteRow => {
      const text = rendering(prompt, record.test).render(record.vars);
      const output = outputOf(record, provider, text, prompt, generators);
      const made = Array.from({ length: repeats }, (_, number): DataRow => {
        const id = `${record.id}${number === 0 ? '' : ` ×${number + 1}`}`;
        return {
          id: unique(candidates.length === 1 ? id : `${id} · ${label}`),
          group: record.group ?? (isAlone ? null : record.id),
          vars: asTexts(record.vars.plain),
          output,
          candidate: at,
          gold: {},
        };
      });
      return { rows: made, test: record.test, asserted: { vars: record.vars.plain, prompt: text } };
    });
  });
  return { rows, generators };
};

type Candidate = {
  readonly label: string;
  readonly prompt: Prompt;
  readonly provider: Configured;
  readonly at: number;
};

const candidatesOf = ({ prompts, providers }: Columns): readonly Candidate[] =>
  prompts
    .flatMap((prompt) =>
      providers.flatMap((provider) => (isMeant(provider.prompts, prompt.names) ? [{ prompt, provider }] : [])),
    )
    .map(({ prompt, provider }, at) => ({
      prompt,
      provider,
      at,
      label: prompts.length === 1 ? provider.name : `${provider.name} · ${prompt.name}`,
    }));

/** Each prompt is read once for every prefix and suffix that tests put around it. */
const renderer = (
  known: readonly string[],
  { environment }: Scope,
): ((prompt: Prompt, test: TestCase) => Rendering) => {
  const read = new Map<string, Rendering>();
  return (prompt, { options: { prefix = '', suffix = '' } }) => {
    const raw = `${prefix}${prompt.raw}${suffix}`;
    const key = JSON.stringify([prompt.name, raw]);
    const made = read.get(key) ?? renderingOf(raw, prompt, environment);
    if (!read.has(key)) checkVariables(prompt, made, known);
    read.set(key, made);
    return made;
  };
};

const outputOf = (
  { test }: SuiteRecord,
  { called, name }: Configured,
  text: string,
  { place }: Prompt,
  generators: Generator[],
): Output => {
  if (test.providerOutput !== null) return { kind: 'given', text: test.providerOutput };
  if (called === null) return { kind: 'given', text };
  let generator = generators.findIndex(({ id }) => id === name);
  if (generator < 0) generator = generators.push({ id: name, ...called }) - 1;
  return { kind: 'sampled', generator, prompt: messagesOf(text, called.spec.provider, place(1)) };
};

const asTexts = (vars: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(vars).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value),
    ]),
  );

const noCandidate = ({ where, prompts, providers }: TestCase): Fault =>
  new Fault(
    'config/value',
    `No prompt and provider are left for the test, which asks for ${quote([...(prompts ?? []), ...(providers ?? [])].join(', '), 120)}, so it would have no output.\nName prompts and providers by their labels, as the config has them.`,
    { where },
  );
