import { formatRule } from '../aggregate/parse-rule.ts';
import type { Settings } from '../analyse/settings.ts';

/** How an arm decides, in short: the rule, and what of ties and quorum is not as usual. "majority, quorum 5, ties fail" */
export const declaredRule = ({ rule, tie, quorum, verdictQuorum, onNoQuorum, majorityOf }: Settings): string => {
  const fewest = verdictQuorum ?? quorum;
  return [
    formatRule(rule),
    ...(majorityOf === 'seats' ? ['of all seats'] : []),
    ...(fewest > 1 ? [`quorum ${fewest}`] : []),
    ...(tie === 'split' ? [] : [`ties ${tie}`]),
    ...(onNoQuorum === 'error' ? [] : [`without quorum ${onNoQuorum}`]),
  ].join(', ');
};
