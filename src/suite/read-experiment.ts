import type { Settings } from '../analyse/settings.ts';
import { isScript } from '../assertions/value.ts';
import { readConfig } from '../config/read-config.ts';
import { inside, parseSource, type Source } from '../config/source.ts';
import { readText } from '../config/text-file.ts';
import type { Experiment } from '../experiment.ts';
import { Fault } from '../fault.ts';
import { readSuite, type SuiteOverrides } from './read-suite.ts';

/** `source` is the config as something else has read it already, in the place of its file. */
export type ExperimentOverrides = SuiteOverrides & { readonly source?: Source };

/** Reads a config, whichever it is: a panel with a rubric or an answer of its own, or a suite of promptfoo's. Rejects with a `Fault`. */
export const readExperiment = async (
  path: string,
  { source: read, ...overrides }: ExperimentOverrides,
): Promise<{ experiment: Experiment; settings: Settings }> => {
  if (read === undefined && isScript(path)) throw isCode(path);
  const source = read ?? parseSource(await readText(path, errand), path);
  const asks = (key: string): boolean => inside(source, ['empanel', key]).value !== undefined;
  if (!asks('rubric') && !asks('answer')) return readSuite(source, overrides);
  if (overrides.graders !== undefined && overrides.graders.length > 0) throw noGraders(source.where(['empanel']));
  if (read !== undefined) throw noNeed(path);
  return readConfig(path, overrides);
};

const errand = { code: 'config/unreadable', role: 'the experiment', remedy: 'Begin one with: empanel init' } as const;

const isCode = (path: string): Fault =>
  new Fault(
    'config/value',
    'The config is a program, and a panel runs no code to read one.\nWrite it as YAML. Or have promptfoo, where it is installed, run it and hand over what it says: --with promptfoo.',
    { where: path },
  );

/** A panel of its own reads its rows itself, and of what promptfoo made of the config nothing would be asked. */
const noNeed = (path: string): Fault =>
  new Fault(
    'option/value',
    'The config has a panel with a question of its own, which reads its prompts and rows itself, so what promptfoo makes of them would go unread.\nLeave --with promptfoo out; rows that only promptfoo can make are saved to a file first.',
    { where: path },
  );

const noGraders = (where: string): Fault =>
  new Fault(
    'option/value',
    'A grader is named for what tests assert, but the config has a panel with a question of its own, so the grader would be asked nothing.\nLeave --grader out, or name the model under empanel: {judges: […]}.',
    { where },
  );
