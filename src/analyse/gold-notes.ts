import type { Value } from '../ballot.ts';
import { isScoreRule } from '../aggregate/rule.ts';
import type { Note, Poll } from '../recording.ts';
import { isScored } from './pass-at.ts';
import type { Question } from './question.ts';

/** Gold that no verdict can match, because it is spelt another way or lies between the levels: it would count as wrong, and silently. */
export const goldNotes = (question: Question): Note[] => [...spelling(question.poll), ...betweenLevels(question)];

const spelling = ({ criterion, values, gold, cells }: Poll): Note[] => {
  const cast = new Set(cells.flatMap(({ codes }) => codes).filter((code) => code >= 0));
  const spelt = new Map([...cast].map((code) => [plain(values[code] ?? ''), values[code] ?? '']));
  const missed = [...new Set(gold.filter((code) => code !== null))].filter((code) => !cast.has(code));
  return missed.flatMap((code) => {
    const label = values[code] ?? '';
    const near = spelt.get(plain(label));
    if (near === undefined) return [];
    const count = gold.filter((each) => each === code).length;
    const message = `On criterion "${criterion.id}" ${count === 1 ? '1 row has' : `${count} rows have`} gold "${label}", which no ballot ever casts; ballots say "${near}". Labels are compared letter by letter, so these rows count as wrong: spell them alike.`;
    return [{ code: 'gold/spelling', message, count }];
  });
};

/** A mean human score, say, compared as a label with the levels that judges give. */
const betweenLevels = ({ poll, rule, passAt, passes }: Question): Note[] => {
  const { criterion, values, gold } = poll;
  if (passes || passAt !== null || isScoreRule(rule) || !isScored(poll)) return [];
  const cast = new Set(poll.cells.flatMap(({ codes }) => codes));
  const between = gold.filter((code) => code !== null && !Number.isInteger(values[code]) && !cast.has(code));
  if (between.length === 0) return [];
  const example = String(values[between[0] ?? -1]);
  const rows = between.length === 1 ? '1 row' : `${between.length} rows`;
  const message = `On criterion "${criterion.id}" gold lies between the levels that ballots have on ${rows} (such as ${example}), so as labels they can't agree. To ask how near the scores come, use --target mean; to turn both into pass and fail, --pass-at.`;
  return [{ code: 'gold/between-levels', message, count: between.length }];
};

const plain = (value: Value): string => String(value).trim().toLowerCase();
