import { bestOfN } from './best-of-n.ts';
import { majority } from './majority.ts';
import { maximum } from './maximum.ts';
import { mean } from './mean.ts';
import { median } from './median.ts';
import { minimum } from './minimum.ts';
import { plurality } from './plurality.ts';
import { withQuorum } from './quorum.ts';
import type { Counting, Rule, RuleSpec, ScoreRuleSpec, ScoreStatistic } from './rule.ts';
import { onScores } from './scores.ts';
import { leader, threshold } from './threshold.ts';
import { trimmedMean } from './trimmed-mean.ts';
import { unanimous } from './unanimous.ts';
import { weighted } from './weighted.ts';
import { winsorisedMean } from './winsorised-mean.ts';

/** The rule that a declaration names, with its quorum. */
export const ruleFor = (spec: RuleSpec, counting: Counting): Rule =>
  withQuorum(counting.quorum, bareRule(spec, counting));

const bareRule = (spec: RuleSpec, counting: Counting): Rule => {
  switch (spec.kind) {
    case 'majority':
      return majority(counting);
    case 'plurality':
      return plurality(counting);
    case 'threshold':
      return threshold(spec, counting);
    case 'leader':
      return leader(spec, counting);
    case 'unanimous':
      return unanimous();
    case 'weighted':
      return weighted(spec.weights, counting);
    case 'bestOfN':
      return bestOfN(counting);
    default:
      return onScores(scoreStatistic(spec));
  }
};

/** The statistic behind a rule on scores. */
export const scoreStatistic = (spec: ScoreRuleSpec): ScoreStatistic => {
  switch (spec.kind) {
    case 'mean':
      return mean;
    case 'median':
      return median;
    case 'trimmedMean':
      return trimmedMean(spec.share);
    case 'winsorisedMean':
      return winsorisedMean(spec.share);
    case 'min':
      return minimum;
    case 'max':
      return maximum;
  }
};
