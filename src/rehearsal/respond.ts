import { OUTPUT, type Errand } from '../model.ts';
import type { WorldFacts } from './facts.ts';
import { faultOf } from './faults.ts';
import { mind } from './mind.ts';
import { own } from './own.ts';
import { outputText, speak } from './speech.ts';
import { isObject, type Behaviour, type WireCall } from './wire.ts';

/** The header of a rehearsal that says which ballot a call is for: an errand as JSON in base64url. */
export const errandHeader = 'x-empanel-errand';

export const errandToHeader = (errand: Errand): string => Buffer.from(JSON.stringify(errand)).toString('base64url');

/** What the simulated models answer: faults first, then what the judge thinks. A call for no known slot is refused. */
export const responder =
  ({ rehearsal, deadlineMs, criteria, rows, judges }: WorldFacts) =>
  (call: WireCall): Behaviour => {
    const errand = errandOf(call.headers[errandHeader]);
    if (errand === null) return { kind: 'status', status: 400 };
    const fault = faultOf(rehearsal, call, deadlineMs);
    if (fault !== null) return fault;
    if (errand.criterion === OUTPUT) return { kind: 'reply', text: outputText(rehearsal.seed, errand) };
    const row = rows.get(errand.row);
    const criterion = criteria.get(errand.criterion);
    if (row === undefined || criterion === undefined) return { kind: 'status', status: 400 };
    const thought = mind(rehearsal, {
      ...errand,
      name: judges.get(errand.judge) ?? errand.judge,
      gold: own(row.gold, errand.criterion) ?? null,
      scale: criterion.scale,
      difficulty: row.difficulty,
    });
    return speak(thought, criterion.wording, { scale: criterion.scale, row: errand.row });
  };

const errandOf = (header: string | string[] | undefined): Errand | null => {
  if (typeof header !== 'string') return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(header, 'base64url').toString());
    if (!isObject(value)) return null;
    const { row, criterion, judge, sample } = value;
    return typeof row === 'string' &&
      typeof criterion === 'string' &&
      typeof judge === 'string' &&
      typeof sample === 'number'
      ? { row, criterion, judge, sample }
      : null;
  } catch {
    return null;
  }
};
