import type { Settings } from '../../src/analyse/settings.ts';
import type { RunFacts } from '../../src/run.ts';
import { laneWith, runWith } from '../report/run-facts.ts';
import { hostile, panel } from './ballots.ts';

const long = (start: string): string => `${start}${'-and-on'.repeat(20)}`;

/** The panels whose pages are looked at. */
export const kinds = {
  'one judge': panel({ judges: ['luna'], samples: 9 }),
  'three judges': panel(),
  'sixty-five judges': panel({
    judges: Array.from({ length: 65 }, (_, at) => `model-${at}/variant`),
    samples: 2,
    rows: 40,
  }),
  'several criteria': panel({ criteria: ['accurate', 'safe', 'tone', 'brief and to the point'] }),
  'one ballot': panel({ judges: ['luna'], samples: 1 }),
  'all right': panel().map((cell) => ({ ...cell, values: ['pass', 'pass', 'pass'], gold: 'pass' })),
  'no gold': panel({ gold: false }),
  'few rows': panel({ rows: 5 }),
  'very long names': panel({
    judges: ['provider/first', 'provider/second'].map(long),
    criteria: [long('criterion')],
    name: (row) => long(`row-${row}`),
  }),
  simulated: panel({ more: { simulated: true } }),
  'a rehearsal': panel({ criteria: ['polite', 'right', 'brief'], more: { simulated: true, rehearsal: true } }),
  scores: panel().map((cell, at) => ({
    ...cell,
    values: [1 + (at % 3), 2, 3 - (at % 2)],
    gold: 1.5 + (at % 4) / 3,
    row: `r${at}`,
    group: `g${at % 40}`,
  })),
  hostile: hostile.flatMap((text, at) =>
    panel({
      judges: [text, 'plain'],
      criteria: [text],
      rows: 6,
      name: (row) => text + row,
      more: { group: hostile[at - 1] ?? text },
    }).map((cell) => ({ ...cell, values: [text, 'other', text], gold: 'other' })),
  ),
};

export type Kind = keyof typeof kinds;

export const everyKind = Object.keys(kinds) as Kind[];

type Asked = {
  readonly title?: string;
  readonly source?: string;
  readonly settings?: Partial<Settings>;
  readonly run?: RunFacts;
};

/** What else is asked for some of them. */
export const asked: Readonly<Partial<Record<Kind, Asked>>> = {
  hostile: { title: hostile.join(' '), source: 'a<b onclick=x>&lt;"\'.jsonl' },
  'a rehearsal': {
    settings: { combine: { weights: { polite: 1, right: 1, brief: 1 }, atLeast: 3, label: 'all' } },
    run: runWith({
      speed: 20,
      lanes: [
        laneWith(),
        laneWith({ lane: long('anthropic/claude'), peakInFlight: 31, calls: 600, broken: 'the key is wrong: 401' }),
      ],
      causes: Array.from({ length: 12 }, (_, at) => ({
        judge: ['luna', 'haiku', 'quick'][at % 3] ?? '',
        outcome: at % 2 === 0 ? ('failed' as const) : ('invalid' as const),
        cause:
          at === 1
            ? 'the reply is no JSON: "Certainly! Here is my judgement of this reply, in three parts"'
            : `cause ${at}`,
        count: 40 - at,
      })),
    }),
  },
  scores: { settings: { target: 'mean', rule: { kind: 'mean' } } },
};
