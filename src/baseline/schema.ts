import * as z from 'zod';

// Every schema's error says what the place takes; `not-a-baseline.ts` puts what was found before it.

/** What a baseline calls itself. The number grows when an older empanel would misread it. */
export const SCHEMA = 'empanel/baseline@1';

const text = z.string({ error: 'a text' });
const flag = z.boolean({ error: 'true or false' });
const COUNT = 'a whole number from 0 up';
const count = z.int({ error: COUNT }).min(0, { error: COUNT });
const WEIGHT = 'a number from 0 up';
const weight = z.number({ error: WEIGHT }).min(0, { error: WEIGHT });
const CHANCE = 'a chance from 0 to 1';
const chance = z.number({ error: CHANCE }).min(0, { error: CHANCE }).max(1, { error: CHANCE });
const value = z.union([z.string(), z.number()], { error: 'a label or a number' });
const VOTES = 'a list of votes, such as [["yes",7],["no",2]]';

const closed = <Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `${Object.keys(shape).join(', ')} and nothing else` : 'a map',
  });

/** A map from names to values, whatever the names: `z.record` drops "__proto__", which a criterion may be called. */
const byName = <Value extends z.ZodType>(value: Value, takes: string) =>
  z
    .preprocess(
      (written) =>
        typeof written === 'object' && written !== null && !Array.isArray(written)
          ? new Map(Object.entries(written))
          : written,
      z.map(z.string(), value, { error: takes }),
    )
    .transform((map): Readonly<Record<string, z.output<Value>>> => Object.fromEntries(map));

/** One row's verdict on one subject: `value` where it is decided, else `undecided` with the cause. What is left out is what the votes tell, or nothing. */
const verdict = closed({
  value: value.optional(),
  support: weight.optional(),
  undecided: z.enum(['no quorum', 'tie', 'no majority'], { error: '"no quorum", "tie" or "no majority"' }).optional(),
  leaders: z.array(value, { error: 'a list of values' }).optional(),
  counted: weight.optional(),
  votes: z.array(z.tuple([value, count], { error: VOTES }), { error: VOTES }).optional(),
  error: chance.optional(),
  gold: value.optional(),
  passes: flag.optional(),
  missing: flag.optional(),
  cast: count.optional(),
  abstained: count.optional(),
  invalid: count.optional(),
  failed: count.optional(),
}).refine((written) => (written.value === undefined) !== (written.undecided === undefined), {
  error: 'either a "value" or the cause why it is "undecided"',
});

/** The file. `panel` and `criteria` are null where the ballots were cast elsewhere. */
export const schema = closed({
  schema: z.literal(SCHEMA, { error: `"${SCHEMA}"` }),
  name: text,
  empanel: text,
  simulated: flag,
  rehearsal: flag,
  rule: text,
  judges: z.array(text, { error: 'a list of judges' }).readonly(),
  panel: text.nullable(),
  criteria: byName(text, 'a map from criteria to hashes').nullable(),
  subjects: z.array(
    closed({
      id: text,
      kind: z.enum(['criterion', 'combined'], { error: '"criterion" or "combined"' }),
      pass: value.nullable(),
    }),
    { error: 'a list of subjects' },
  ),
  rows: z.array(
    closed({
      row: text,
      group: text.optional(),
      input: text.optional(),
      output: text.optional(),
      verdicts: byName(verdict, 'a map from subjects to verdicts'),
    }),
    { error: 'a list of rows' },
  ),
});

export type Written = z.output<typeof schema>;
