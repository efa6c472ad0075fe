/**
 * How many times the same was asked before in an eval, from 0. promptfoo doesn't tell a grader which row or repeat it is asked for, and five
 * equal checks of a row are five questions, so each has ballots of its own. The next eval counts anew, and finds them in the ledger. Nor is
 * a grader told which eval it is: for graders, all evals of a process are one.
 */
export const occurrence = (run: string, question: string): number => {
  const key = `${run} ${question}`;
  const before = asked.get(key) ?? 0;
  asked.set(key, before + 1);
  return before;
};

const asked = new Map<string, number>();
