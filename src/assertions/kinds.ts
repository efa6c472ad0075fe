/** Assertions that are put to judges. */
export const gradedTypes = [
  'llm-rubric',
  'factuality',
  'model-graded-factuality', // the older name of the one before
  'model-graded-closedqa',
  'g-eval',
] as const;

/** Assertions that code checks, free of charge. */
export const checkedTypes = [
  'equals',
  'contains',
  'icontains',
  'contains-all',
  'contains-any',
  'icontains-all',
  'icontains-any',
  'starts-with',
  'regex',
  'is-json',
  'contains-json',
  'word-count',
  'levenshtein',
  'latency',
  'cost',
  'javascript',
] as const;

export type GradedType = (typeof gradedTypes)[number];
export type CheckedType = (typeof checkedTypes)[number];

/** Assertions that are refused: their names, a `*` for any ending, why, and what to do. */
export type Refused = { readonly types: readonly string[]; readonly why: string; readonly remedy: string };

const promptfoo =
  "Keep such tests in a config of their own for `promptfoo eval`, with empanel as its grader. `--with promptfoo` doesn't run it either: it only reads the config.";

export const refusedTypes: readonly Refused[] = [
  {
    types: ['python', 'ruby'],
    why: 'it runs a program in another language',
    remedy: `Write the check as "javascript" and allow it with --allow-code. ${promptfoo}`,
  },
  { types: ['webhook'], why: 'it sends every output to another server', remedy: promptfoo },
  {
    types: ['similar', 'similar:*'],
    why: 'it compares embeddings, and a panel asks no embedding model',
    remedy: `Ask a judge whether the meaning is the same, with "llm-rubric" or "factuality". ${promptfoo}`,
  },
  {
    types: ['context-*', 'answer-relevance', 'conversation-relevance'],
    why: 'its score is made of several calls and of embeddings, and no ballot of it has a value alone',
    remedy: `Ask a judge for what it stands for, with "llm-rubric" and {{ context }} in its words. ${promptfoo}`,
  },
  {
    types: ['moderation', 'guardrails', 'classifier', 'pi'],
    why: 'it asks a service of its own kind, which is no chat model',
    remedy: promptfoo,
  },
  {
    types: ['select-best', 'max-score'],
    why: 'it compares the outputs of a row with one another, and a panel judges each by itself',
    remedy: `Judge each output by "llm-rubric", and compare the arms with \`empanel compare\`. ${promptfoo}`,
  },
  {
    types: ['perplexity', 'perplexity-score'],
    why: 'it needs the log probabilities of an output, which are not asked for',
    remedy: promptfoo,
  },
  {
    types: ['rouge-n', 'bleu', 'gleu', 'meteor'],
    why: 'it scores the words that an output shares with a reference, and only promptfoo has its figures',
    remedy: `Take "levenshtein", "contains-all" or a judge. ${promptfoo}`,
  },
  {
    types: ['trajectory:*', 'trace-*', 'skill-used', 'tool-call-f1'],
    why: 'it reads the steps that an agent took, and a panel has the output alone',
    remedy: promptfoo,
  },
  {
    types: ['agent-rubric', 'search-rubric'],
    why: 'its judge uses tools, and a panel asks each judge one question in one call',
    remedy: `Put what has to be known into the row, and take "llm-rubric". ${promptfoo}`,
  },
  {
    types: ['redteam:*', 'promptfoo:redteam:*'],
    why: "it belongs to promptfoo's attacks, which a panel doesn't make",
    remedy: promptfoo,
  },
  {
    types: ['is-sql', 'contains-sql', 'is-xml', 'contains-xml', 'is-html', 'contains-html'],
    why: 'it needs a parser that empanel has not',
    remedy: `Check it with "javascript" and --allow-code. ${promptfoo}`,
  },
  {
    types: ['is-valid-function-call', 'is-valid-openai-function-call', 'is-valid-openai-tools-call'],
    why: 'it checks calls of tools, and a panel has no tools to check them against',
    remedy: `Check the JSON by its schema, with "is-json". ${promptfoo}`,
  },
  {
    types: ['is-refusal'],
    why: "it looks for promptfoo's own list of phrases, and misses every other refusal",
    remedy: `Ask a judge with "llm-rubric", or look for phrases of your own with "regex". ${promptfoo}`,
  },
  {
    types: ['finish-reason'],
    why: 'how a model ended its output is not kept',
    remedy: `Check the length with "word-count". ${promptfoo}`,
  },
  { types: ['human'], why: 'it waits for a person', remedy: 'Put what people said into the data set, as gold.' },
];
