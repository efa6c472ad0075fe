import { hash } from 'node:crypto';
import type { Value } from '../ballot.ts';
import type { GivenRow } from '../config/given-rows.ts';
import { Fault } from '../fault.ts';

/** An output to be judged, with what a judge is told beside it. */
export type JudgedOutput = {
  readonly output: string;
  /** Columns of this output alone, before those of the call. */
  readonly vars?: Readonly<Record<string, unknown>>;
  /** Under which its ballots are kept; without one they are kept under its content. */
  readonly id?: string;
  /** Right values by criterion. */
  readonly gold?: Readonly<Record<string, Value>>;
  /** What it shares a source with: the unit of every interval. */
  readonly group?: string;
};

/** One output, or several. */
export type Outputs = string | JudgedOutput | readonly (string | JudgedOutput)[];

/** A row to be judged, and how messages call it: "the output", or `outputs[3]`. */
export type NamedRow = GivenRow & { readonly id: string; readonly output: string; readonly called: string };

/**
 * The outputs as rows. Without an id of its own a row is called by its content, so that it keeps its ballots wherever in a list it
 * stands; the second of two equal ones is judged by itself.
 */
export const rowsOf = (
  outputs: Outputs,
  { vars, rehearse }: { readonly vars: Readonly<Record<string, unknown>>; readonly rehearse: boolean },
): readonly NamedRow[] => {
  const list = Array.isArray(outputs) ? outputs : [outputs];
  const met = new Map<string, number>();
  return list.map((each, at) => {
    const called = list === outputs ? `outputs[${at}]` : 'the output';
    const given = givenAs(each, called);
    const all = { ...vars, ...given.vars };
    // A simulated judge is told what is right, so in a rehearsal gold is a part of the question.
    const content = contentId([given.output, sorted(all), ...(rehearse ? [sorted(given.gold ?? {})] : [])]);
    const times = (met.get(content) ?? 0) + 1;
    met.set(content, times);
    return {
      ...given,
      vars: all,
      id: given.id ?? (times === 1 ? content : `${content}-${times}`),
      called,
    };
  });
};

/** What a test hands over may be anything, whatever its types say: a reply that never came, for one. */
const givenAs = (each: unknown, called: string): JudgedOutput => {
  const given: unknown = typeof each === 'string' ? { output: each } : each;
  if (isJudged(given)) return given;
  const found = typeof given === 'object' && given !== null && 'output' in given ? given.output : given;
  throw new Fault(
    'vitest/output',
    `A panel judges text, and ${called} is ${found === null ? 'null' : Array.isArray(found) ? 'a list' : typeof found === 'object' ? 'an object' : typeof found}.\nHand over the text, or { output: TEXT, vars: { … } }.`,
  );
};

const isJudged = (given: unknown): given is JudgedOutput =>
  typeof given === 'object' && given !== null && 'output' in given && typeof given.output === 'string';

const sorted = (columns: object): readonly (readonly [string, unknown])[] =>
  Object.entries(columns).toSorted(([a], [b]) => (a < b ? -1 : 1));

const contentId = (content: unknown): string => `output-${hash('sha256', JSON.stringify(content)).slice(0, 12)}`;
