import { described, providersIn, type Described } from './configured.ts';
import type { AssertionGiven, ResultRow, Results } from './results.ts';
import { shorten } from './shorten.ts';

/** Who gave a verdict. */
export type Grader = { readonly judge: string; readonly model: string | null; readonly temperature: number | null };

/** What checks without a model. */
const CODE: Grader = { judge: 'code', model: null, temperature: null };

/** Finds the judge of an assertion in the order in which promptfoo looks: the assertion, its test, `defaultTest`, the default that a key decides on. */
export const graders = ({ config }: Results): ((assertion: AssertionGiven | null, row: ResultRow) => Grader) => {
  const known = providersIn(config?.providers);
  const shared = typeof config?.defaultTest === 'string' ? null : config?.defaultTest; // a text names a file
  const elsewhere = described(shared?.provider) ?? described(shared?.options?.provider);
  return (assertion, row) => {
    if (assertion === null || !isGraded(assertion.type)) return assertion?.type === 'human' ? HUMAN : CODE;
    return graderOf(described(assertion.provider) ?? described(row.testCase?.options?.provider) ?? elsewhere, known);
  };
};

/** Whether a model is asked for the verdict. */
export const isGraded = (type: string): boolean => {
  const plain = type.replace(/^not-/, '');
  return gradedTypes.has(plain) || plain.startsWith('promptfoo:redteam:');
};

const gradedTypes = new Set([
  'llm-rubric',
  'factuality',
  'model-graded-factuality',
  'model-graded-closedqa',
  'g-eval',
  'answer-relevance',
  'context-faithfulness',
  'context-recall',
  'context-relevance',
  'conversation-relevance',
  'select-best',
  'search-rubric',
  'agent-rubric',
  'trajectory:goal-success',
]);

const HUMAN: Grader = { judge: 'human', model: null, temperature: null };

const graderOf = (given: Described | null, known: readonly Described[]): Grader => {
  if (given === null) return { judge: 'default grader', model: null, temperature: null };
  // A name that a provider of the config has stands for that provider, with its settings.
  const meant = known.find(({ id, label }) => given.id !== null && (label === given.id || id === given.id));
  const temperature = given.temperature ?? (given.label === null ? (meant?.temperature ?? null) : null);
  const name = shorten(given.label ?? given.id ?? 'unnamed grader', 80);
  return {
    judge: temperature === null ? name : `${name}@${temperature}`,
    model: meant?.id ?? given.id,
    temperature,
  };
};
