import * as z from 'zod';

// promptfoo writes much more than is read here: what no ballot needs is passed over. A text or a number that a ballot can do without is
// null where it is something else; all the rest must have its form, for what isn't understood would be missing without a word.

const text = z.string().nullish().catch(null);
const number = z.number().nullish().catch(null);
const anything = z.unknown().optional();
const map = z.record(z.string(), z.unknown()).nullish();

const assertion = z.object({
  type: z.string(),
  value: anything,
  metric: text,
  threshold: number,
  provider: anything,
});

/** One verdict of a row: of an assertion, or of a set of them with its members in `componentResults`. */
const component = z.object({
  assertion: assertion.nullish(),
  pass: z.boolean(),
  score: number,
  reason: text,
  metadata: map,
  tokensUsed: z.object({ total: number }).nullish(),
  get componentResults() {
    return z.array(component).nullish();
  },
});

const row = z.object({
  id: text,
  testIdx: z.int(),
  promptIdx: z.int(),
  success: z.boolean(),
  failureReason: number, // 0: none, 1: an assertion failed, 2: an error
  error: text,
  score: number,
  latencyMs: number,
  vars: map,
  testCase: z
    .object({
      description: text,
      vars: map,
      metadata: map,
      threshold: number,
      assert: z.array(assertion.partial()).nullish(), // a set has no value, and its members are told apart by the verdicts
      assertScoringFunction: anything,
      options: z.object({ repeat: number, provider: anything }).nullish(),
    })
    .nullish(),
  response: z.object({ cached: z.boolean().nullish().catch(null), cost: number }).nullish(),
  gradingResult: z.object({ componentResults: z.array(component.nullable()).nullish() }).nullish(),
});

const column = z.object({ provider: text, label: text, raw: text });

/** A results file of promptfoo's, version 3. */
export const schema = z.object({
  results: z.object({ version: z.literal(3), prompts: z.array(column), results: z.array(row) }),
  runtimeOptions: z.object({ repeat: number }).nullish(),
  metadata: z.object({ promptfooVersion: text }).nullish(),
  config: z
    .object({
      providers: anything,
      evaluateOptions: z.object({ repeat: number }).nullish(),
      defaultTest: z
        .union([z.string(), z.object({ provider: anything, options: z.object({ provider: anything }).nullish() })])
        .nullish(),
    })
    .nullish(),
});

export type Results = z.output<typeof schema>;
export type ResultRow = z.output<typeof row>;
export type Component = z.output<typeof component>;
export type AssertionGiven = z.output<typeof assertion>;

/** What `failureReason` says of a row that broke: no output came, or what should have checked it threw. */
export const ERROR = 2;
