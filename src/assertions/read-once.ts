import { readText, type Errand } from '../config/text-file.ts';
import type { AssertionTerms } from './written.ts';

/** A file that assertions name, read once for all rows: the terms are those of one reading of a config. */
export const readOnce = async (file: string, errand: Errand, terms: AssertionTerms): Promise<string> => {
  const files = kept.get(terms) ?? new Map<string, Promise<string>>();
  kept.set(terms, files);
  const text = files.get(file) ?? readText(file, errand);
  files.set(file, text);
  return text;
};

const kept = new WeakMap<AssertionTerms, Map<string, Promise<string>>>();
