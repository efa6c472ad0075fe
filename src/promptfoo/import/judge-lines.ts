import type { RawLine } from '../../ledger/json-lines.ts';
import type { Column } from './columns.ts';
import { isGraded, type Grader } from './grader.ts';
import type { Item, Made } from './items.ts';
import { leavesOf, type Leaf } from './leaves.ts';
import { endingOf } from './outcome.ts';
import { questionsOf, type CriteriaBy, type Questions } from './questions.ts';
import type { AssertionGiven, ResultRow } from './results.ts';
import { shorten } from './shorten.ts';

export type JudgeTerms = {
  readonly columns: readonly Column[];
  readonly graderOf: (assertion: AssertionGiven | null, row: ResultRow) => Grader;
  readonly criteriaBy: CriteriaBy | null;
};

/** The ballots of judges: every verdict on every output, as lines that `empanel report` reads. Every repeat is an output, and a row, of its own. */
export const judgeLines = (items: readonly Item[], { columns, graderOf, criteriaBy }: JudgeTerms): RawLine[] => {
  const questions = questionsOf(
    items.map(({ made }) => made.flatMap(({ row }) => leavesOf(row))),
    criteriaBy,
  );
  const isWide = new Set(items.flatMap(({ made }) => made.map(({ row }) => row.promptIdx))).size > 1;
  return items.flatMap(({ name, made }) =>
    made.flatMap((each) =>
      linesOn(each, { row: rowName(name, each, isWide ? columns : []), group: name }, { graderOf, questions }),
    ),
  );
};

/** A first repeat goes by the item's own name, so that it is found again in a run without repeats. */
const rowName = (item: string, { row, repeat }: Made, columns: readonly Column[]): string => {
  const column = columns[row.promptIdx];
  return `${item}${column === undefined ? '' : ` [${column.name}]`}${repeat === 0 ? '' : ` ×${repeat + 1}`}`;
};

const linesOn = (
  { row }: Made,
  head: { readonly row: string; readonly group: string },
  { graderOf, questions }: { readonly graderOf: JudgeTerms['graderOf']; readonly questions: Questions },
): RawLine[] => {
  const leaves = leavesOf(row);
  const criteria = questions(leaves);
  const next = new Map<string, number>(); // by criterion and judge: the next sample
  return leaves.flatMap((leaf, at) => {
    const criterion = criteria[at] ?? '';
    return votesOf(leaf, graderOf(leaf.assertion, row)).map(({ judge, model, temperature, vote }) => {
      const seat = `${criterion}\n${judge}`;
      const sample = next.get(seat) ?? 0;
      next.set(seat, sample + 1);
      return { ...head, criterion, judge, ...known({ model, temperature }), sample, ...vote };
    });
  });
};

type Voted = Grader & { readonly vote: RawLine };

const votesOf = (leaf: Leaf, grader: Grader): Voted[] =>
  leaf.own === null ? [promptfoosVote(leaf, grader)] : ownVotes(leaf.own.ballots);

const promptfoosVote = (leaf: Leaf, grader: Grader): Voted => {
  const { component, assertion } = leaf;
  const { outcome, cause } = endingOf(leaf);
  const isAsked = assertion !== null && isGraded(assertion.type);
  return {
    ...grader,
    vote: {
      ...(outcome === 'cast'
        ? {
            value: component.pass ? 'pass' : 'fail',
            ...known({ score: component.score, rationale: isAsked ? component.reason : null }),
          }
        : { outcome, cause: shorten(cause, CAUSE) }),
      ...(component.metadata?.['cachedResponse'] === true ? { cached: true } : {}),
    },
  };
};

const ownVotes = (ballots: NonNullable<Leaf['own']>['ballots']): Voted[] =>
  [...ballots]
    .sort((a, b) => (a.sample ?? 0) - (b.sample ?? 0))
    .map(({ judge, model, temperature, outcome, value, score, rationale, cause, usd, latencyMs, requestId }) => ({
      judge,
      model: model ?? null,
      temperature: temperature ?? null,
      vote: {
        ...(outcome === 'cast' && value !== null && value !== undefined
          ? { value, ...known({ score }) }
          : { outcome: outcome === 'cast' ? 'invalid' : outcome, ...known({ cause: cause ?? null }) }),
        ...known({
          rationale,
          cost: usd,
          latency_ms: latencyMs === null || latencyMs === undefined ? null : Math.round(latencyMs),
          request_id: requestId,
        }),
      },
    }));

const CAUSE = 300;

/** The fields that are known. */
export const known = (fields: Readonly<Record<string, unknown>>): RawLine =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  );
