import { Fault } from '../fault.ts';
import type { RuleSpec } from './rule.ts';

const forms = [
  'majority',
  'plurality',
  'unanimous',
  'threshold:K (votes), threshold:K/N or threshold:0.6 (a share)',
  'weighted:JUDGE=3,JUDGE=1',
  'mean',
  'median',
  'trimmedMean:0.2',
  'winsorisedMean:0.2',
  'min',
  'max',
  'bestOfN',
] as const;

/** Reads a rule as the command line writes it: its name, and after a colon what it needs. */
export const parseRule = (text: string): RuleSpec => {
  const [name, argument] = splitOnce(text, ':');
  switch (name) {
    case 'majority':
    case 'plurality':
    case 'unanimous':
    case 'mean':
    case 'median':
    case 'min':
    case 'max':
    case 'bestOfN':
      if (argument !== undefined) throw wrong(text, `"${name}" takes nothing after a colon`);
      return { kind: name };
    case 'threshold':
      return { kind: name, ...votes(text, argument) };
    case 'weighted':
      return { kind: name, weights: weights(text, argument) };
    case 'trimmedMean':
    case 'winsorisedMean':
      return { kind: name, share: share(text, argument) };
    default:
      throw wrong(text, `no rule is called "${name}"`);
  }
};

/** A rule as the command line would write it. */
export const formatRule = (rule: RuleSpec): string => {
  switch (rule.kind) {
    case 'threshold':
    case 'leader':
      return `threshold:${rule.of === 'share' ? formatShare(rule.atLeast) : rule.atLeast}`;
    case 'weighted':
      return `weighted:${Object.entries(rule.weights)
        .map(([judge, weight]) => `${judge}=${weight}`)
        .join(',')}`;
    case 'trimmedMean':
    case 'winsorisedMean':
      return `${rule.kind}:${rule.share}`;
    default:
      return rule.kind;
  }
};

/** A share as it was most likely written: 2/3, not 0.6666666666666666. */
const formatShare = (share: number): string => {
  if (share < 1 && String(share).length <= 5) return String(share);
  const n = Array.from({ length: 100 }, (_, at) => at + 1).find((d) => Math.round(share * d) / d === share);
  return n === undefined ? String(share) : `${Math.round(share * n)}/${n}`;
};

const votes = (text: string, argument = ''): { atLeast: number; of: 'votes' | 'share' } => {
  const [k = Number.NaN, n, more] = argument.split('/').map(Number);
  if (n === undefined && k >= 1 && Number.isInteger(k)) return { atLeast: k, of: 'votes' };
  const share = n === undefined ? k : k / n;
  if (argument === '' || more !== undefined || !(share > 0 && share <= 1) || (n === undefined && share === 1))
    throw wrong(text, 'a threshold needs a number of votes from 1 up, or a share between 0 and 1');
  return { atLeast: share, of: 'share' };
};

const weights = (text: string, argument = ''): Record<string, number> => {
  const pairs = argument.split(',').map((pair) => splitOnce(pair, '=', 'last'));
  for (const [judge, weight] of pairs)
    if (judge === '' || !(Number(weight) > 0) || !Number.isInteger(Number(weight)))
      throw wrong(text, 'weights are whole numbers from 1 up by judge; scale fractions up (0.5 and 0.25 are 2 and 1)');
  return Object.fromEntries(pairs.map(([judge, weight]) => [judge, Number(weight)]));
};

const share = (text: string, argument = ''): number => {
  const value = Number(argument);
  if (argument === '' || !(value >= 0 && value < 0.5))
    throw wrong(text, 'the share cut at each end lies between 0 and 0.5');
  return value;
};

const splitOnce = (
  text: string,
  separator: string,
  which: 'first' | 'last' = 'first',
): [string, string | undefined] => {
  const at = which === 'first' ? text.indexOf(separator) : text.lastIndexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
};

const wrong = (text: string, found: string): Fault =>
  new Fault('rule/unknown', `The rule "${text}" can't be read: ${found}.\nWrite one of: ${forms.join(' · ')}.`);
