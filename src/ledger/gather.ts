import type { Recording } from '../recording.ts';
import type { Row } from '../row.ts';
import { collect } from './collect.ts';
import { checkDeclared } from './declared.ts';
import { at, newDraft, rowOf } from './draft.ts';
import { readEntry } from './entry.ts';
import { finish } from './finish.ts';
import type { RawLine } from './json-lines.ts';
import { Places } from './places.ts';
import type { ScaleDeclaration } from './scale.ts';
import { selector } from './select.ts';

export type GatherOptions = {
  readonly scales?: readonly ScaleDeclaration[];
  /** Counts an abstention as the label `(abstained)`, a value like any other. */
  readonly abstainAsLabel?: boolean;
  /** Keeps the first so many ballots of each cell. */
  readonly samples?: number;
  readonly select?: Selection;
  /** Lets every row stand for itself. */
  readonly ignoreGroups?: boolean;
};

/** What to keep, by patterns of names: `*` stands for any run of characters. */
type Selection = {
  readonly judges?: readonly string[];
  readonly criteria?: readonly string[];
  readonly groups?: readonly string[];
};

/** The way from lines to a recording, wherever the lines come from: `places` knows the line at hand, `take` adds it, `done` ends it. */
type Gathering = {
  readonly places: Places;
  readonly take: (line: RawLine) => void;
  readonly done: (sources: readonly string[]) => Recording;
};

/** `rows` are known before any line, and stand first; with `keepRows` they stay though no ballot is on them. */
export const gathering = (
  options: GatherOptions & { readonly rows?: Iterable<Row>; readonly keepRows: boolean },
): Gathering => {
  const { select = {}, ignoreGroups = false, scales = [] } = options;
  const judges = selector('judge', 'judges', select.judges);
  const criteria = selector('criterion', 'criteria', select.criteria);
  const groups = selector('group', 'groups', select.groups);
  const [draft, places, met] = [newDraft(), new Places(), new Set<string>()];
  for (const { id, group } of options.rows ?? []) at(draft.rows, rowOf(draft, id)).group = group;
  return {
    places,
    take: (line) => {
      const entry = readEntry(line, places);
      met.add(entry.criterion);
      const isJudgeChosen = entry.votes !== null && judges.admits(entry.judge);
      if (criteria.admits(entry.criterion)) collect(draft, entry, places, { isJudgeChosen, ignoreGroups });
      else draft.leftOut = true;
    },
    done: (sources) => {
      if (met.size > 0) for (const { check } of [criteria, judges]) check();
      checkDeclared(scales, met);
      return finish(draft, {
        groups,
        scales,
        abstainAsLabel: options.abstainAsLabel ?? false,
        ignoreGroups,
        samples: options.samples ?? null,
        keepRows: options.keepRows,
        sources,
        where: (place) => places.where(place),
      });
    },
  };
};
