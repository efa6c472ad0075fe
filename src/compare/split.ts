import { Fault } from '../fault.ts';
import type { Recording } from '../recording.ts';

/** A part of a recording's judges, under a name. */
export type Part = { readonly name: string; readonly recording: Recording };

/** One arm for every judge, or every model, of a recording. */
export const splitBy = (recording: Recording, by: 'judge' | 'model'): Part[] => {
  const nameOf = (judge: number): string => {
    const { id, model } = recording.judges[judge] ?? { id: '', model: null };
    return by === 'judge' ? id : (model ?? id);
  };
  const names = [...new Set(recording.judges.map((_, judge) => nameOf(judge)))];
  if (names.length < 2)
    throw new Fault(
      'option/value',
      `All ballots are of one ${by} ("${names[0] ?? ''}"), so there is nothing to compare it with.\nName two runs, or split them another way.`,
    );
  return names.map((name) => ({ name, recording: judgesOnly(recording, (judge) => nameOf(judge) === name) }));
};

/** The ballots of the judges whose ids match one of the patterns, `*` standing for anything. */
export const panelOf = (
  recording: Recording,
  { name, patterns }: { name: string; patterns: readonly string[] },
): Part => {
  const expressions = patterns.map(
    (pattern) =>
      new RegExp(
        `^${pattern
          .split('*')
          .map((part) => RegExp.escape(part))
          .join('.*')}$`,
        's',
      ),
  );
  const idle = patterns.find((_, at) => !recording.judges.some(({ id }) => expressions[at]?.test(id)));
  if (idle !== undefined)
    throw new Fault(
      'option/value',
      `The arm "${name}" asks for judges "${idle}", and there is none of this name.\nThe judges are ${recording.judges
        .slice(0, 20)
        .map(({ id }) => `"${id}"`)
        .join(', ')}.`,
    );
  const isChosen = (judge: number): boolean =>
    expressions.some((expression) => expression.test(recording.judges[judge]?.id ?? ''));
  return { name, recording: judgesOnly(recording, isChosen) };
};

const judgesOnly = (recording: Recording, isChosen: (judge: number) => boolean): Recording => {
  const kept = recording.judges.flatMap((_, judge) => (isChosen(judge) ? [judge] : []));
  const anew = new Map(kept.map((judge, at) => [judge, at]));
  return {
    ...recording,
    judges: kept.flatMap((judge) => recording.judges[judge] ?? []),
    polls: recording.polls.flatMap((poll) => {
      const cells = poll.cells.flatMap((cell) => {
        const judge = anew.get(cell.judge);
        return judge === undefined ? [] : [{ ...cell, judge }];
      });
      return cells.length === 0 ? [] : [{ ...poll, cells }];
    }),
    notes: [],
  };
};
