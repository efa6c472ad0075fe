import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RawLine } from '../../src/ledger/json-lines.ts';
import { importResults, type Imported, type ImportOptions } from '../../src/promptfoo/import/import-results.ts';

export const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name);

/** A run of promptfoo 0.123.1 against a local server, as it wrote it, without what no ballot needs. */
export const recorded = (name: string): Imported => importResults(JSON.parse(readFileSync(fixture(name), 'utf8')));

export type Verdict = {
  readonly type?: string;
  readonly value?: unknown;
  readonly metric?: string;
  readonly provider?: unknown;
  readonly pass?: boolean;
  readonly score?: number;
  readonly reason?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly members?: readonly Verdict[];
};

export type Output = {
  readonly test: number; // promptfoo's testIdx
  readonly column?: number;
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly testCase?: Readonly<Record<string, unknown>>;
  readonly verdicts?: readonly Verdict[] | null; // null: stripped
  readonly success?: boolean;
  readonly more?: Readonly<Record<string, unknown>>;
};

/** One verdict as promptfoo lists it. */
const component = ({ type = 'llm-rubric', value, metric, provider, members, ...rest }: Verdict): object => ({
  ...(type === 'assert-set'
    ? { metadata: { assertionSet: { type } } }
    : { assertion: { type, value, metric, provider } }),
  pass: true,
  score: 1,
  reason: 'fine',
  ...rest,
  ...(members === undefined ? {} : { componentResults: members.map(component) }),
});

/** A set is listed, then copies of its members. */
const listed = (verdict: Verdict): object[] => [component(verdict), ...(verdict.members ?? []).map(component)];

const row = ({
  test,
  column = 0,
  vars = { x: test },
  testCase = {},
  verdicts = [{ value: 'ok' }],
  more = {},
  ...rest
}: Output) => {
  const success = rest.success ?? (verdicts ?? []).every(({ pass = true }) => pass);
  return {
    id: `${test}-${column}`,
    testIdx: test,
    promptIdx: column,
    success,
    failureReason: success ? 0 : 1,
    score: success ? 1 : 0,
    latencyMs: 10,
    vars,
    testCase: { vars, assert: [{ type: 'llm-rubric', value: 'ok' }], ...testCase },
    response: { output: 'said', cached: false },
    gradingResult: verdicts === null ? null : { componentResults: verdicts.flatMap(listed) },
    ...more,
  };
};

export type Run = {
  readonly outputs: readonly Output[];
  readonly prompts?: readonly object[];
  readonly config?: Readonly<Record<string, unknown>>;
  readonly repeat?: number;
};

/** A results file with these outputs. */
export const resultsOf = ({ outputs, prompts, config = {}, repeat = 1 }: Run): Record<string, unknown> => {
  const columns = Math.max(0, ...outputs.map(({ column = 0 }) => column)) + 1;
  const plain = Array.from({ length: columns }, (_, at) => ({ provider: `model-${at + 1}`, label: 'Say {{x}}' }));
  return {
    results: { version: 3, prompts: prompts ?? plain, results: outputs.map(row) },
    config,
    runtimeOptions: { repeat },
  };
};

export const imported = (run: Run, options: ImportOptions = {}): Imported => importResults(resultsOf(run), options);

/** What a line says, in short: row | criterion | judge | sample | vote. */
export const short = (line: RawLine): string =>
  [line['row'], line['criterion'], line['judge'], line['sample'], line['value'] ?? line['outcome']].join(' | ');

/** The notes by their codes, with how many there are of each. */
export const noted = ({ notes }: Imported): Record<string, number> =>
  Object.fromEntries(notes.map(({ code, count }) => [code.replace('promptfoo/', ''), count]));
