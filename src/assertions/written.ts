/** An assertion as a config of promptfoo's writes it: what it leaves out is filled in, templates are as they stand. */
export type Written = {
  readonly type: string; // without "not-"
  readonly inverse: boolean; // "not-…"
  readonly value: unknown; // as written; files are read by whoever makes the assertion
  readonly threshold: number | null;
  /** The judge's prompt that takes the place of promptfoo's own, from the assertion, its test or `defaultTest`: a text, a list of messages, a file, or null. */
  readonly rubricPrompt: unknown;
  readonly factuality: Readonly<Record<string, unknown>> | null; // `options.factuality`: the score of each category
  readonly config: unknown; // what a javascript assertion is handed
  /** The judges that it is put to, by their entries; null: all. */
  readonly graders: readonly string[] | null;
  readonly folder: string; // that paths of files are relative to
  readonly where: string; // file:line
};

/** What an assertion is made for: a row's own variables, objects and all, and the prompt that its output answers. */
export type AssertedRow = { readonly vars: Readonly<Record<string, unknown>>; readonly prompt: string };

/** What may be done while assertions are made: whether code of the config may run. */
export type AssertionTerms = {
  readonly allowCode: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
};
