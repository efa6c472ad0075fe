/** How far one lane is: it may run ahead of the others by `ahead` rows. Infinity lets it go, or says that it holds nobody back. */
export type Runner = { readonly started: () => number; readonly ahead: () => number };

/** Keeps lanes near each other, by the rows that they have started, so that a run cut short has whole rows to report on. */
export type RowWindow = {
  /** Resolves when the runner may start the row. */
  readonly enter: (runner: Runner, row: number) => Promise<void> | null;
  /** Some runner has started a row, or has left. */
  readonly moved: () => void;
};

/** A row waits for the starts of others, never for their ends: one slow call holds nobody up. */
export const rowWindow = (runners: readonly Runner[]): RowWindow => {
  type Gate = { readonly runner: Runner; readonly row: number; readonly open: () => void };
  const gates = new Set<Gate>();
  const mayEnter = (runner: Runner, row: number): boolean => {
    const ahead = runner.ahead();
    return runners.every((other) => other === runner || row - other.started() <= ahead);
  };
  return {
    enter: (runner, row) => (mayEnter(runner, row) ? null : new Promise((open) => gates.add({ runner, row, open }))),
    moved: () => {
      for (const gate of gates) {
        if (!mayEnter(gate.runner, gate.row)) continue;
        gates.delete(gate);
        gate.open();
      }
    },
  };
};
