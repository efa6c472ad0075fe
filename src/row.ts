/** One record of the data set. Rows that share a source carry the same `group`: the cluster for every interval. */
export type Row = { readonly id: string; readonly group: string | null };
