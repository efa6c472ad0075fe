import type { Note } from '../../recording.ts';
import { quoteAll } from '../../wording/quote.ts';
import type { Column } from './columns.ts';
import { described } from './configured.ts';
import { isGraded } from './grader.ts';
import type { Item } from './items.ts';
import { leavesOf, type Leaf } from './leaves.ts';
import { endingOf } from './outcome.ts';
import { isAsserted, whyOpen } from './repeat-lines.ts';
import { ERROR, type ResultRow } from './results.ts';
import { stable } from './stable.ts';

type Noticed = { readonly items: readonly Item[]; readonly columns: readonly Column[] };

/** What the ballots of a run can't be trusted with, or lack: each told once, with how many there are of it. */
export const importNotes = ({ items, columns }: Noticed): Note[] => {
  const rows = items.flatMap(({ made }) => made.map(({ row }) => row));
  const leaves = rows.flatMap(leavesOf);
  const partial = items.filter(({ isPartial }) => isPartial).map(({ name }) => name);
  const placed = items.filter(({ isPlace }) => isPlace).length;
  const broken = rows.filter(({ failureReason }) => failureReason === ERROR).length;
  const numbered = columns.filter(({ isNumbered }) => isNumbered);
  const notes: readonly (readonly [code: string, count: number, message: (count: string) => string])[] = [
    [
      'promptfoo/cached-verdict',
      leaves.filter(({ component }) => component.metadata?.['cachedResponse'] === true).length,
      (n) =>
        `${n} ${s(n, 'verdict is', 'verdicts are')} from promptfoo's cache. Copies of one answer are one vote, however often they are counted; eval with --no-cache.`,
    ],
    [
      'promptfoo/cached-output',
      rows.filter(({ response }) => response?.cached === true).length,
      (n) =>
        `${n} ${s(n, 'output is', 'outputs are')} from promptfoo's cache, with the cost and the latency of a look-up.`,
    ],
    [
      'promptfoo/coalesced',
      rows.reduce((sum, row) => sum + repeatedWords(row), 0),
      (n) =>
        `${n} ${s(n, 'ballot repeats', 'ballots repeat')} another one of the same judge on the same question to the letter. They are probably copies: promptfoo sends equal requests once, unless it is run with --no-cache. The curves will show less gain from more ballots than there is.`,
    ],
    [
      'promptfoo/partial',
      partial.length,
      (n) =>
        `${n} ${s(n, 'item has', 'items have')} fewer outputs than repeats were asked for: the run was filtered, resumed or cut short (${quoteAll(partial, 5)}).`,
    ],
    [
      'promptfoo/error',
      broken,
      (n) =>
        `${n} ${s(n, 'output', 'outputs')} ended in an error. Among the repeats ${s(n, 'it is a failed ballot', 'they are failed ballots')}; what judges may have said of ${s(n, 'it', 'them')} is not in the file.`,
    ],
    [
      'promptfoo/ungraded',
      rows.filter((row) => !isAsserted(row) && row.failureReason !== ERROR).length,
      (n) =>
        `${n} ${s(n, 'output has', 'outputs have')} nothing asserted of ${s(n, 'it', 'them')}. promptfoo lets ${s(n, 'it', 'them')} pass; here ${s(n, 'it is', 'they are')} left out.`,
    ],
    [
      'promptfoo/stripped-verdicts',
      rows.filter(isStripped).length,
      (n) =>
        `${n} ${s(n, 'output lacks its', 'outputs lack their')} verdicts (PROMPTFOO_STRIP_GRADING_RESULT is set). The judges' ballots on ${s(n, 'it', 'them')} are lost.`,
    ],
    [
      'promptfoo/stripped-vars',
      lacksVars(rows) ? rows.length : 0,
      () =>
        'The vars of all tests are gone (PROMPTFOO_STRIP_TEST_VARS is set, or there are none). Tests are told apart by their order alone.',
    ],
    [
      'promptfoo/judge-error',
      leaves.filter((leaf) => endingOf(leaf).outcome !== 'cast' && isModel(leaf)).length,
      (n) =>
        `${n} ${s(n, 'verdict is', 'verdicts are')} the error of a judge, which promptfoo counts as a "no". ${s(n, 'It is', 'They are')} failed or invalid ${s(n, 'ballot', 'ballots')} here.`,
    ],
    [
      'promptfoo/check-error',
      leaves.filter((leaf) => endingOf(leaf).outcome !== 'cast' && !isModel(leaf)).length,
      (n) =>
        `${n} ${s(n, 'check', 'checks')} by code threw, which promptfoo counts as a "no". ${s(n, 'It is a failed ballot', 'They are failed ballots')} here.`,
    ],
    [
      'promptfoo/open',
      rows.filter((row) => row.failureReason !== ERROR && whyOpen(row) !== null).length,
      (n) =>
        `${n} ${s(n, 'output passes or fails', 'outputs pass or fail')} in promptfoo only because a judge broke. Among the repeats ${s(n, 'it is a failed ballot', 'they are failed ballots')}.`,
    ],
    [
      'promptfoo/no-pass',
      leaves.filter(passesWithNothing).length,
      (n) =>
        `${n} ${s(n, 'verdict passes', 'verdicts pass')} with a score of 0. The judge probably left "pass" out of its reply, which promptfoo counts as a "yes", and nothing in the file tells.`,
    ],
    [
      'promptfoo/panel-verdict',
      leaves.filter(isPanels).length,
      (n) =>
        `${n} ${s(n, 'verdict is', 'verdicts are')} a panel's, of which promptfoo kept no ballots: ${s(n, 'it counts', 'each counts')} as one ballot. It keeps those of "llm-rubric" alone; the others are in the panel's ledger, if it has one.`,
    ],
    [
      'promptfoo/same-columns',
      numbered.length,
      (n) =>
        `${n} columns go by names that others have, and are numbered: ${quoteAll(
          numbered.map(({ name }) => name),
          4,
        )}. Give each provider a label, so that it is called the same in every run.`,
    ],
    [
      'promptfoo/places',
      placed,
      (n) =>
        `${n} ${s(n, 'item has neither a description nor an id in its metadata, and is', 'items have neither a description nor an id in their metadata, and are')} called by ${s(n, 'its', 'their')} place in the run. Give tests a description, so that a later run finds the same rows.`,
    ],
  ];
  return notes
    .filter(([, count]) => count > 0)
    .map(([code, count, message]) => ({ code, count, message: message(count.toLocaleString('en-US')) }));
};

/** The word for one, or for several. */
const s = (count: string, one: string, several: string): string => (count === '1' ? one : several);

const isModel = ({ assertion }: Leaf): boolean => assertion !== null && isGraded(assertion.type);

/** Verdicts of one judge on one question of a row that have the very words of an earlier one. */
const repeatedWords = (row: ResultRow): number => {
  const met = new Set<string>();
  return leavesOf(row).filter((leaf) => {
    const { assertion, component, own } = leaf;
    if (own !== null || !isModel(leaf) || !component.reason || endingOf(leaf).outcome !== 'cast') return false;
    return (
      met.size ===
      met.add(
        stable([
          assertion?.type,
          assertion?.value,
          assertion?.metric,
          described(assertion?.provider),
          component.pass,
          component.reason,
        ]),
      ).size
    );
  }).length;
};

const isStripped = (row: ResultRow): boolean =>
  (row.gradingResult ?? null) === null && row.failureReason !== ERROR && (row.testCase?.assert ?? []).length > 0;

const lacksVars = (rows: readonly ResultRow[]): boolean =>
  new Set(rows.map(({ testIdx }) => testIdx)).size > 1 &&
  rows.every(({ vars, testCase }) => Object.keys(testCase?.vars ?? vars ?? {}).length === 0);

/** The verdict of a grader that is a panel of ours, by the way it words its reasons. */
const isPanels = (leaf: Leaf): boolean =>
  leaf.own === null &&
  isModel(leaf) &&
  /^(?:\d+ of \d+ ballots? pass|empanel: the panel is undecided)/.test(leaf.component.reason ?? '');

const passesWithNothing = ({ assertion, component, own }: Leaf): boolean =>
  own === null && assertion?.type === 'llm-rubric' && component.pass && component.score === 0;
