/** What arms are read for, as messages say it. */
export type Purpose = {
  readonly nothing: string; // what follows from there being nothing
  readonly needs: string; // why a report will not do
  readonly takes: string; // what may be named
};

export const toCompare: Purpose = {
  nothing: 'there is nothing to compare',
  needs: 'a comparison needs the ballots themselves',
  takes: "a run's folder (reports/NAME), a ledger, a file of ballots or a baseline",
};

export const toWriteBaseline: Purpose = {
  nothing: 'there is nothing to make a baseline of',
  needs: 'a baseline is made of the ballots themselves',
  takes: "a run's folder (reports/NAME), a ledger or a file of ballots",
};
