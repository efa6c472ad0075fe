import type { Settings } from '../../src/analyse/settings.ts';
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

type Asked = { readonly title?: string; readonly source?: string; readonly settings?: Partial<Settings> };

/** What else is asked for some of them. */
export const asked: Readonly<Partial<Record<Kind, Asked>>> = {
  hostile: { title: hostile.join(' '), source: 'a<b onclick=x>&lt;"\'.jsonl' },
  scores: { settings: { target: 'mean', rule: { kind: 'mean' } } },
};
