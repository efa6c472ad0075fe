import type { Value } from '../ballot.ts';
import type { Note, Poll } from '../recording.ts';

/** Gold that no ballot can match, because it is spelt another way: every verdict on it would count as wrong. */
export const goldNotes = ({ criterion, values, gold, cells }: Poll): Note[] => {
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

const plain = (value: Value): string => String(value).trim().toLowerCase();
