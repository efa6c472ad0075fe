import { printable } from './escape.ts';
import { html as xml, type Markup } from './markup.ts';

/** How a case ended, where it did not simply pass. A skipped one is no failure, and is counted by itself. */
export type CaseOutcome =
  | { readonly kind: 'failure'; readonly type: string; readonly message: string; readonly text: string }
  | { readonly kind: 'skipped'; readonly message: string };

export type Case = {
  readonly name: string;
  readonly ms: number | null; // null: unknown, which JUnit can only say as 0
  readonly outcome: CaseOutcome | null;
  readonly told?: string; // what a case that passed has to say
};

export type Suite = {
  readonly name: string;
  readonly timestamp: string | null;
  readonly properties: Readonly<Record<string, string | number>>;
  readonly cases: readonly Case[];
};

/**
 * All suites as one document, valid against both schemas that Jenkins publishes: `testsuites` has no `skipped` in junit-10.xsd, and
 * `skipped` has text and no attributes in junit-4.xsd. The title is in every class name: readers of one suite see no other.
 */
export const suites = (title: string, all: readonly Suite[]): string => {
  const counted = count(all.flatMap(({ cases }) => cases));
  // Jenkins drops the second of two suites of one name and time, GitLab that of two cases of one class and name.
  const named = apart(all);
  const classes = apart(named.map(({ name }) => ({ name: `${dotless(title)}.${dotless(name)}` })));
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${title}" tests="${counted.tests}" failures="${counted.failures}" errors="0" time="${counted.time}">${named.map((each, at) => suite(each, classes[at]?.name ?? title))}
</testsuites>
`.markup;
};

/** Each with a name of its own, as XML holds it and in one line; those that become one by that are told apart by a number. */
const apart = <T extends { readonly name: string }>(all: readonly T[]): T[] => {
  const taken = new Set<string>();
  return all.map((each) => {
    const shown = printable(each.name).replaceAll(/[\t\n]/g, ' ');
    let name = shown;
    for (let at = 2; taken.has(name); at += 1) name = `${shown} (${at})`;
    taken.add(name);
    return { ...each, name };
  });
};

const suite = ({ name, timestamp, properties, cases }: Suite, classname: string): Markup => {
  const { tests, failures, skipped, time } = count(cases);
  return xml`
  <testsuite name="${name}" tests="${tests}" failures="${failures}" errors="0" skipped="${skipped}" time="${time}"${timestamp !== null && xml` timestamp="${timestamp}"`}>
    <properties>${Object.entries(properties).map(
      ([key, value]) => xml`
      <property name="${key}" value="${value}"/>`,
    )}
    </properties>${apart(cases).map((each) => testCase(each, classname))}
  </testsuite>`;
};

const testCase = ({ name, ms, outcome, told }: Case, classname: string): Markup =>
  xml`
    <testcase name="${name}" classname="${classname}" time="${seconds(ms ?? 0)}">${
      outcome !== null ? ended(outcome) : told !== undefined && xml`<system-out>${told}</system-out>`
    }</testcase>`;

const ended = (outcome: CaseOutcome): Markup =>
  outcome.kind === 'skipped'
    ? xml`<skipped>${outcome.message}</skipped>`
    : xml`<failure type="${outcome.type}" message="${outcome.message}">${outcome.text}</failure>`;

const count = (cases: readonly Case[]) => ({
  tests: cases.length,
  failures: cases.filter(({ outcome }) => outcome?.kind === 'failure').length,
  skipped: cases.filter(({ outcome }) => outcome?.kind === 'skipped').length,
  time: seconds(cases.reduce((sum, { ms }) => sum + (ms ?? 0), 0)),
});

const seconds = (ms: number): string => String(Number((ms / 1000).toFixed(3)));

/** Jenkins takes all up to the last dot of a class name for its package: "gpt-4.1" must not fall in two. */
const dotless = (name: string): string => name.replaceAll('.', '·');
