import { ownBallots, type OwnBallots } from './own-ballots.ts';
import type { AssertionGiven, Component, ResultRow } from './results.ts';

/** A verdict that is counted: of one assertion, once. `own` are the ballots of a panel of ours, where one has decided it. */
export type Leaf = {
  readonly assertion: AssertionGiven | null;
  readonly component: Component;
  readonly own: OwnBallots | null;
};

/**
 * The verdicts of a row. promptfoo lists a set of assertions, then a copy of each of its members, one level deep: the copies are passed
 * over, and the members taken from the set. Parts that a check in code brings of its own count as that one check.
 */
export const leavesOf = ({ gradingResult }: ResultRow): Leaf[] => {
  const listed = gradingResult?.componentResults ?? [];
  const leaves: Leaf[] = [];
  for (let at = 0; at < listed.length; at += 1) {
    const component = listed[at] ?? null;
    if (component === null) continue; // an assertion that was never decided
    leaves.push(...within(component, component.assertion ?? null));
    at += component.componentResults?.length ?? 0;
  }
  return leaves;
};

const within = (component: Component, assertion: AssertionGiven | null): Leaf[] => {
  const own = ownBallots(component);
  const members = component.componentResults ?? [];
  const isSet = component.metadata?.['assertionSet'] !== undefined || assertion?.type === 'assert-set';
  if (own === null && members.length > 0 && (isSet || members.some((member) => ownBallots(member) !== null)))
    return members.flatMap((member) => within(member, member.assertion ?? assertion));
  return [{ assertion, component, own }];
};
