import type { Note } from '../recording.ts';
import type { Draft } from './draft.ts';
import { quote, quoteAll } from '../wording/quote.ts';

/** What the whole input gave rise to. */
export const draftNotes = ({ counts, restated }: Draft, goldWithoutBallots: number): Note[] => {
  const notes: Note[] = [
    {
      code: 'ballot/ranked',
      message: `${ballots(counts.ranked)} ${counts.ranked === 1 ? 'is a ranking' : 'are rankings'}. Only the first choice of each is counted.`,
      count: counts.ranked,
    },
    {
      code: 'slot/repeated',
      message: `${ballots(counts.repeated)} ${counts.repeated === 1 ? 'stands' : 'stand'} in the input more than once, with the same value. Each is counted once.`,
      count: counts.repeated,
    },
    {
      code: 'judge/differs',
      message: `The lines of ${quoteAll([...restated])} name more than one model or temperature. Each is counted as one judge, under the first; give each configuration a "judge" of its own to tell them apart.`,
      count: restated.size,
    },
    {
      code: 'gold/no-ballots',
      message: `${number(goldWithoutBallots)} ${goldWithoutBallots === 1 ? 'gold has' : 'golds have'} no ballot on the same row and criterion. They are left out.`,
      count: goldWithoutBallots,
    },
  ];
  return notes.filter(({ count }) => count > 0);
};

/** Paths that were named more than once. */
export const repeatedPathsNote = (paths: readonly string[]): Note => ({
  code: 'input/repeated',
  message: `${quoteAll(paths)} ${paths.length === 1 ? 'is' : 'are'} named more than once. Each file is read once.`,
  count: paths.length,
});

/** A criterion whose values are partly numbers, partly text. */
export const mixedNote = (criterion: string, abstainAsLabel: boolean): Note => ({
  code: 'scale/mixed',
  message: `The values of criterion ${quote(criterion)} are numbers and text${abstainAsLabel ? ' (abstentions count as a label)' : ''}. All are compared as text, and have no order; declare a scale if they are numbers.`,
  count: 1,
});

/** Ballots off the declared scale, by value. */
export const offScaleNote = (criterion: string, found: ReadonlyMap<string, number>): Note => {
  const count = found.values().reduce((sum, times) => sum + times, 0);
  const examples = [...found.keys()].slice(0, 3);
  const more = found.size > examples.length ? 'such as ' : '';
  return {
    code: 'scale/off-scale',
    message: `${ballots(count)} on criterion ${quote(criterion)} ${count === 1 ? 'lies' : 'lie'} off the declared scale (${more}${quoteAll(examples)}). They count as invalid, and are not values.`,
    count,
  };
};

const ballots = (count: number): string => `${number(count)} ${count === 1 ? 'ballot' : 'ballots'}`;

const number = (count: number): string => count.toLocaleString('en-US');
