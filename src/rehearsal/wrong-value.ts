import type { Value } from '../ballot.ts';
import type { Scale } from '../rubric.ts';
import { oneAt, uniformAt } from './chance.ts';

type Slot = {
  readonly row: string;
  readonly criterion: string;
  readonly judge: string;
  readonly sample: number;
  readonly scale: Scale;
};

/** The share of wrong ballots that fall for a row's favourite mistake. */
const favourite = 0.75;

/**
 * A wrong value, as judges err: a row has a favourite mistake, and most of the wrong ballots make it. Levels are missed by one,
 * scores by up to three tenths of their range.
 */
export const wrongValue = (seed: number, slot: Slot, truth: Value): Value => {
  const { row, criterion, judge, sample, scale } = slot;
  const likes = (purpose: string): number => uniformAt(seed, purpose, row, criterion);
  const follows = uniformAt(seed, 'follows', row, criterion, judge, sample) < favourite;
  const size = uniformAt(seed, 'size', row, criterion, judge, sample);
  if (scale.kind === 'interval') return missedScore(scale, Number(truth), likes('side') < 0.5 === follows, size);
  const mistakes = scale.kind === 'ordinal' ? neighbours(scale.levels, truth) : others(scale.labels, truth);
  if (mistakes.length === 0) return truth;
  const liked = Math.floor(likes('mistake') * mistakes.length);
  // Who does not follow makes one of the other mistakes, each as often.
  const at = follows ? liked : liked + 1 + Math.floor(size * (mistakes.length - 1));
  return mistakes[at % mistakes.length] ?? truth;
};

/** The right value of a row whose right value nobody knows: as likely to be one as another. */
export const hiddenTruth = (
  seed: number,
  { row, criterion, scale }: Pick<Slot, 'row' | 'criterion' | 'scale'>,
): Value => {
  const u = uniformAt(seed, 'truth', row, criterion);
  if (scale.kind === 'interval') {
    const step = stepOf(scale);
    return onGrid(scale, Math.floor(u * (Math.round((scale.max - scale.min) / step) + 1)) * step);
  }
  const values = scale.kind === 'ordinal' ? scale.levels : scale.labels;
  const [first, ...rest] = values ?? [];
  return first === undefined ? String(10 + Math.floor(u * 90)) : oneAt([first, ...rest], seed, 'truth', row, criterion);
};

type Interval = Extract<Scale, { kind: 'interval' }>;

/** At least one step off, to the side that has room. */
const missedScore = (scale: Interval, truth: number, upwards: boolean, size: number): number => {
  const { min, max } = scale;
  const step = stepOf(scale);
  const off = Math.max(step, Math.round((size * 0.3 * (max - min)) / step) * step);
  const clipped = Math.min(max, Math.max(min, truth + (upwards ? off : -off)));
  return onGrid(scale, (clipped === truth ? truth + (upwards ? -off : off) : clipped) - min);
};

/** Whole points where a scale has several, hundredths of its range elsewhere. */
const stepOf = ({ min, max }: Interval): number =>
  Number.isInteger(min) && Number.isInteger(max) && max - min >= 4 ? 1 : (max - min) / 100;

/** Twelve digits: more than a score has, and fewer than show how floating point adds. */
const onGrid = ({ min, max }: Interval, above: number): number =>
  Math.min(max, Math.max(min, Number((min + above).toPrecision(12))));

const neighbours = (levels: readonly Value[], truth: Value): Value[] => {
  const at = levels.indexOf(truth);
  return at < 0 ? [...levels] : levels.filter((_, level) => Math.abs(level - at) === 1);
};

const others = (labels: readonly Value[] | null, truth: Value): readonly Value[] =>
  labels?.filter((label) => label !== truth) ?? twists(truth);

/** Wrong answers to an open question: numbers nearby, other letters of a choice, or what the answer is not. */
const twists = (truth: Value): readonly Value[] => {
  const text = String(truth).trim();
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) {
    const unit = 10 ** -(text.split('.')[1]?.length ?? 0);
    const near = [1, -1, 2, 10].map((off) => Number((Number(text) + off * unit).toPrecision(15)));
    return typeof truth === 'number' ? near : near.map((number) => number.toFixed(text.split('.')[1]?.length ?? 0));
  }
  if (/^[A-Ea-e]$/.test(text)) {
    const letters = text < 'a' ? ['A', 'B', 'C', 'D'] : ['a', 'b', 'c', 'd'];
    return letters.filter((letter) => letter !== text);
  }
  return [`not ${text}`, `other than ${text}`, `never ${text}`];
};
