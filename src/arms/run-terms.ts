import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { parseRule } from '../aggregate/parse-rule.ts';
import type { Settings } from '../analyse/settings.ts';
import { Fault } from '../fault.ts';
import type { ScaleDeclaration } from '../ledger/scale.ts';
import type { Provenance } from '../provenance.ts';
import { quote } from '../wording/quote.ts';

/** What a run says of itself in its report: how it decides, on which scales, and what it asked. */
export type RunTerms = {
  readonly title: string;
  readonly settings: Partial<Settings>;
  readonly scales: readonly ScaleDeclaration[];
  readonly provenance: Provenance | null;
  /** Rows on which ballots were still owed when it ended, by criterion. */
  readonly owed: ReadonlyMap<string, ReadonlySet<string>>;
};

/** Reads a run's `report.json`; null where there is none. Rejects with a `Fault` where it can't be what a run wrote. */
export const readRunTerms = async (path: string): Promise<RunTerms | null> => {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = schema.safeParse(parsedJson(text));
  if (!parsed.success)
    throw new Fault(
      'input/unreadable',
      `${quote(path, 200)} is not a report that this empanel wrote (${parsed.error.issues[0]?.path.join('.') || 'no JSON'}), so it is open how the run decided.\nRun the same command again: it writes the report anew and asks nothing that is there. Or copy its ballots.jsonl to another folder and name the copy: that is read without the run's rule.`,
      { where: path },
    );
  const { title, settings, criteria, verdicts, provenance } = parsed.data;
  const { rule, combine, ...plain } = settings;
  return {
    title,
    settings: { ...plain, rule: parseRule(rule), combine: combine ?? null },
    scales: criteria.flatMap(({ criterion, scale, scaleDeclared }) => (scaleDeclared ? [{ criterion, scale }] : [])),
    provenance: provenance ?? null,
    owed: owedIn(verdicts),
  };
};

const owedIn = (
  verdicts: readonly { row: string; criterion: string; cutShort?: boolean | undefined }[],
): RunTerms['owed'] =>
  new Map(
    [
      ...Map.groupBy(
        verdicts.filter(({ cutShort }) => cutShort === true),
        ({ criterion }) => criterion,
      ),
    ].map(([criterion, cut]) => [criterion, new Set(cut.map(({ row }) => row))]),
  );

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const value = z.union([z.string(), z.number()]);

const schema = z.object({
  schema: z.literal('empanel/report@1'),
  title: z.string(),
  settings: z.object({
    rule: z.string(),
    tie: z.enum(['split', 'first', 'priority', 'pass', 'fail', 'abstain']),
    priority: z.array(value),
    positive: value.nullable(),
    quorum: z.number(),
    verdictQuorum: z.number().nullable(),
    majorityOf: z.enum(['valid', 'seats']),
    onNoQuorum: z.enum(['error', 'abstain', 'fail', 'exclude']),
    passAt: z.number().nullable(),
    target: z.enum(['labels', 'mean']),
    combine: z
      .object({
        weights: z.record(z.string(), z.number()),
        atLeast: z.number(),
        label: z.string(),
        asked: z.boolean().default(false),
        sets: z
          .array(
            z.object({
              id: z.string(),
              weights: z.record(z.string(), z.number()),
              atLeast: z.number(),
              weight: z.number(),
            }),
          )
          .default([]),
      })
      .nullable()
      .optional(),
  }),
  criteria: z.array(
    z.object({
      criterion: z.string(),
      scale: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('nominal'), labels: z.array(value).nullable() }),
        z.object({ kind: z.literal('ordinal'), levels: z.array(value) }),
        z.object({ kind: z.literal('interval'), min: z.number(), max: z.number() }),
      ]),
      scaleDeclared: z.boolean(),
    }),
  ),
  verdicts: z.array(z.object({ row: z.string(), criterion: z.string(), cutShort: z.boolean().optional() })),
  provenance: z
    .object({
      criteria: z.record(z.string(), z.string()),
      rows: z.record(z.string(), z.object({ input: z.string(), output: z.string().nullable() })),
      panel: z.string(),
    })
    .nullable()
    .optional(),
});
