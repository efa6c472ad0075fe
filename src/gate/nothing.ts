/** What a gate finds where no row can be counted: no figure, and no decision. */
export const nothing = {
  decision: 'inconclusive',
  observed: null,
  lower: null,
  upper: null,
  rows: 0,
  rowsNeeded: null,
  unchanged: null,
  offenders: [],
} as const;
