import type { OptionValue, Spelling } from '../analyse/spelling.ts';
import { quote } from '../wording/quote.ts';

/** As keys of a call's options: `"passAt"`, `rule: "mean"`, `allow: ["rubric", "data"]`. */
export const keys: Spelling = {
  option: (name, value) => (value === undefined ? quote(name) : `${name}: ${written(value)}`),
  criteria: null,
};

/** The same where files are read, of which criteria can be left out. */
export const keysOfFiles: Spelling = { ...keys, criteria: 'read: { select: { criteria: [NAME] } }' };

const written = (value: OptionValue): string => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? quote(value) : `[${value.map((each) => quote(each)).join(', ')}]`;
};
