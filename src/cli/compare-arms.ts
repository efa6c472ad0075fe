import { existsSync } from 'node:fs';
import { distinct } from '../arms/distinct.ts';
import type { ArmSource } from '../arms/read-source.ts';
import { Fault } from '../fault.ts';
import { quote } from '../wording/quote.ts';
import type { CompareOptions } from './describe-compare.ts';

/** The arms: one for each path, or those that one path is split into; no two have one name. Rejects with a `Fault`. */
export const armSources = async (written: readonly string[], options: CompareOptions): Promise<ArmSource[]> => {
  const { readSource } = await import('../arms/read-source.ts');
  const read = {
    ...(options.scale === undefined ? {} : { scales: options.scale }),
    ...(options.gold === undefined ? {} : { gold: options.gold }),
    ...(options.criterion === undefined ? {} : { select: { criteria: options.criterion } }),
  };
  const named = written.map(nameAndPath);
  const sources: ArmSource[] = [];
  for (const { name, path } of named) {
    const source = await readSource(path, read);
    sources.push(name === null ? source : { ...source, name });
  }
  const [only, ...others] = sources;
  const split = options.by !== undefined ? '--by' : options.arm !== undefined ? '--arm' : null;
  if (only === undefined || (others.length === 0 && split === null))
    throw new Fault(
      'option/value',
      `There is one arm (${quote(written[0] ?? '', 200)}), and a comparison needs two.\nName another${only?.kind === 'baseline' ? '' : ", or split this one: --by model, --by judge, or --arm small='haiku*' --arm big='*'"}.`,
    );
  if (split === null) return distinct(sources);
  if (others.length > 0)
    throw new Fault(
      'option/value',
      `Only one file or run of ballots can be split into arms by ${split}, and ${sources.length} are named.\nName one, or leave ${split} out.`,
    );
  if (only.kind === 'baseline')
    throw new Fault(
      'option/value',
      `${quote(written[0] ?? '', 200)} is a baseline, which has verdicts and no ballots, so ${split} has no judges to split it by.\nName the run that it was made of, or leave ${split} out and name a second arm.`,
    );
  const { panelOf, splitBy } = await import('../compare/split.ts');
  const parts =
    options.by === undefined
      ? (options.arm ?? []).map((text) => panelOf(only.recording, armIn(text)))
      : splitBy(only.recording, options.by);
  if (parts.length < 2)
    throw new Fault(
      'option/value',
      "There is one --arm, and a comparison needs two.\nAdd another, such as --arm all='*'.",
    );
  // The quorum was that of the whole panel; a part of it must be free to decide.
  const settings = { ...only.settings, verdictQuorum: null };
  return distinct(parts.map((part) => ({ ...only, ...part, settings })));
};

/** `NAME=PATH`, unless there is a file of that very name. */
const nameAndPath = (text: string): { name: string | null; path: string } => {
  const at = text.indexOf('=');
  return at < 1 || existsSync(text)
    ? { name: null, path: text }
    : { name: text.slice(0, at), path: text.slice(at + 1) };
};

const armIn = (text: string): { name: string; patterns: string[] } => {
  const at = text.indexOf('=');
  const patterns = text
    .slice(at + 1)
    .split(',')
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '');
  if (at < 1 || patterns.length === 0)
    throw new Fault(
      'option/value',
      `--arm ${quote(text)} is no name with judges.\nWrite NAME=JUDGE,JUDGE: --arm small='haiku*'.`,
    );
  return { name: text.slice(0, at), patterns };
};
