/** Hashes of one row: of what a judge is told beside the output, and of the output itself; null where nothing is judged, or it never came. */
type RowPrint = { readonly input: string; readonly output: string | null };

/** What tells whether two runs asked the same of the same: hashes, and no text. */
export type Provenance = {
  /** By criterion: what is asked, on which scale, and how the reply is read. */
  readonly criteria: Readonly<Record<string, string>>;
  readonly rows: Readonly<Record<string, RowPrint>>;
  /** The judges: their models, samplings and wordings. */
  readonly panel: string;
};
