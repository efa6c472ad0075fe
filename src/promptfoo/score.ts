import type { GradingResult } from './panel/theirs.ts';

/** What promptfoo tells a scoring function: the parts of a test, and its threshold. */
export type ScoringContext = {
  readonly threshold?: number;
  readonly componentResults?: readonly GradingResult[];
};

/**
 * A true k of n over the assertions of a test: each is one vote. `threshold` of the test is the share that has to pass, or from 2 up the
 * number; without it more than half. A grader that broke is no "no": it isn't counted, and where fewer than half are left there is no quorum.
 *
 *     defaultTest: { assertScoringFunction: file://node_modules/empanel/dist/promptfoo/score.js }
 */
// oxlint-disable-next-line import/no-default-export -- promptfoo calls a file's default export
export default function score(
  _namedScores: unknown,
  { threshold, componentResults = [] }: ScoringContext = {},
): GradingResult {
  const votes = votesOf(componentResults);
  const counted = votes.filter((vote) => !isOpen(vote));
  const passed = counted.filter(({ pass }) => pass).length;
  const [seats, n] = [votes.length, counted.length];
  const lost = seats === n ? '' : ` (${seats - n} of ${seats} came to no verdict)`;
  const share = n === 0 ? 0 : passed / n;
  const empanel = { v: 1, passed, counted: n, seats };
  if (n === 0 || 2 * n < seats)
    return {
      pass: false,
      score: share,
      reason: `empanel: no quorum, ${n} of ${seats} assertions came to a verdict`,
      metadata: { empanel: { ...empanel, undecided: true } },
    };
  const needed = neededOf(threshold, n);
  return {
    pass: passed >= needed,
    score: share,
    reason: `${passed} of ${n} assertions pass, ${needed} needed${lost}`,
    metadata: { empanel: { ...empanel, needed } },
  };
}

const neededOf = (threshold: number | undefined, n: number): number => {
  if (threshold === undefined || !Number.isFinite(threshold)) return Math.floor(n / 2) + 1;
  // A share such as 0.6 of 5 must give 3, not the 4 that 3.0000000000000004 would round up to.
  return threshold >= 2 ? Math.ceil(threshold) : Math.max(1, Math.ceil(threshold * n - 1e-9));
};

/**
 * The assertions, each once. promptfoo lists a part that has parts of its own, then copies of these: of a set its members vote, of a check in
 * code the check itself does. A weight of 0 is a metric, and votes on nothing.
 */
const votesOf = (listed: readonly GradingResult[]): GradingResult[] => {
  const votes: GradingResult[] = [];
  for (let at = 0; at < listed.length; at += 1) {
    const part = listed[at];
    if (part === undefined || part === null) continue; // of a comparison, which is decided later
    const members = part.componentResults ?? [];
    votes.push(...(part.metadata?.['assertionSet'] === undefined ? [part] : members));
    at += members.length;
  }
  return votes.filter(({ assertion }) => assertion?.weight !== 0);
};

/** Its grader broke, or its panel was undecided. */
const isOpen = ({ metadata = {} }: GradingResult): boolean => {
  if (metadata['graderError'] === true) return true;
  const { empanel } = metadata;
  return typeof empanel === 'object' && empanel !== null && 'undecided' in empanel;
};
