import { formatRule, parseRule } from '../aggregate/parse-rule.ts';
import type { RuleSpec } from '../aggregate/rule.ts';
import { juryNote, type Jury } from './jury.ts';

/** The rule by which the juries of a suite vote, where they all vote by one; else the panel's own rule has to do. */
export const juryRule = (juries: ReadonlyMap<string, Jury>): { readonly rule?: RuleSpec } => {
  const shares = new Set(juries.values().map(({ needed, size }) => `${needed}/${size}`));
  const [jury] = juries.values();
  if (jury === undefined || shares.size > 1) return {};
  return { rule: ruleOf(jury) };
};

/** What is said of each jury under the rule that counts its votes. */
export const juryNotes = (juries: ReadonlyMap<string, Jury>, rule: RuleSpec): readonly string[] =>
  juries
    .entries()
    .map(([criterion, jury]) => {
      const decidedBy = formatRule(rule);
      return juryNote(criterion, jury, decidedBy === formatRule(ruleOf(jury)) ? null : decidedBy);
    })
    .toArray();

const ruleOf = ({ needed, size }: Jury): RuleSpec =>
  needed === size ? { kind: 'threshold', atLeast: 1, of: 'share' } : parseRule(`threshold:${needed}/${size}`);
