import type * as z from 'zod';
import { Fault } from '../../fault.ts';
import { show } from '../../wording/quote.ts';
import { schema, type Results } from './results.ts';

/** What was parsed, as results of version 3; a config, a list of rows, another version or an empty run is refused. */
export const checkResults = (parsed: unknown, name: string): Results => {
  const top = mapOf(parsed);
  const results = mapOf(top?.['results']);
  if (results === null) throw notResults(top, name);
  const { version } = results;
  if (version !== 3)
    throw new Fault(
      'input/version',
      `The results are of version ${show(JSON.stringify(version) ?? 'unknown')}, and version 3 is read (promptfoo 0.121.20 to 0.123.1), so their fields could be misread.\nExport the run with such a promptfoo: promptfoo export eval ID -o results.json`,
      { where: name },
    );
  const checked = schema.safeParse(parsed);
  if (!checked.success) throw misfit(checked.error.issues, name);
  if (checked.data.results.results.length === 0)
    throw new Fault(
      'input/no-ballots',
      'The results hold no row, so there are no ballots: no test was run, or a filter left none over.\nRun promptfoo eval again without the filter, and import that file.',
      { where: name },
    );
  return checked.data;
};

const mapOf = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : null;

const notResults = (top: Record<string, unknown> | null, name: string): Fault => {
  if (top !== null && ['prompts', 'providers', 'targets', 'tests'].some((key) => key in top) && !('version' in top))
    return new Fault(
      'input/not-results',
      `This is a config of promptfoo's and holds no results: nobody has voted yet.\nRun it: empanel run FILE, or promptfoo eval -c FILE -o results.json, and import what that writes.`,
      { where: name },
    );
  if (top !== null && 'gradingResult' in top)
    return new Fault(
      'input/not-results',
      `This is one row of promptfoo's, and a row alone doesn't tell how often its test was repeated.\n${REMEDY}`,
      { where: name },
    );
  return new Fault(
    'input/not-results',
    `There are no results of promptfoo's in it: "results" is not a map.\n${REMEDY}`,
    {
      where: name,
    },
  );
};

/** How to come by a file that can be read. */
export const REMEDY =
  'Write the results as JSON: promptfoo eval -o results.json, or, for a run that is over, promptfoo export eval ID -o results.json.';

const misfit = ([issue]: readonly z.core.$ZodIssue[], name: string): Fault =>
  new Fault(
    'input/not-results',
    `${show((issue?.path ?? []).join('.'), 200)} is not what promptfoo writes there (${show(issue?.message ?? '')}), so ballots would be missing or wrong.\n${REMEDY}`,
    { where: name },
  );
