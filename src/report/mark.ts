import type { Findings } from '../analyse/findings.ts';

/** What a report says of itself, in every file, where no model cast its ballots: a word for titles and cells, and a sentence. */
export type Mark = { readonly word: 'REHEARSAL' | 'SIMULATED'; readonly sentence: string };

type Marked = Pick<Findings, 'simulated' | 'rehearsal'>;

/** The mark that a report bears; null where models cast the ballots. */
export const markOf = ({ simulated, rehearsal }: Marked): Mark | null => {
  if (rehearsal)
    return {
      word: 'REHEARSAL',
      sentence: 'REHEARSAL: the judges are simulated by a seeded program; only the machinery is real.',
    };
  return simulated
    ? { word: 'SIMULATED', sentence: 'SIMULATED: these ballots were made by a seeded program, not cast by models.' }
    : null;
};

/** A title that begins with the mark, where there is one. */
export const markedTitle = (findings: Marked, title: string): string => {
  const mark = markOf(findings);
  return mark === null ? title : `${mark.word}: ${title}`;
};
