import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Settings } from '../../src/analyse/settings.ts';
import type { Experiment } from '../../src/experiment.ts';
import { Fault } from '../../src/fault.ts';
import { readExperiment } from '../../src/suite/read-experiment.ts';
import type { SuiteOverrides } from '../../src/suite/read-suite.ts';
import { folderOf, type Files, type Told } from '../config/files.ts';

/** A suite that is right, to be made wrong in one place. */
export const good = {
  prompts: ['Answer {{q}}'],
  providers: ['openai:chat:gpt-4o-mini'],
  defaultTest: { options: { provider: 'openai:gpt-4.1' } },
  tests: [{ vars: { q: 'one' }, assert: [{ type: 'llm-rubric', value: 'Is it kind?' }] }],
} as const;

/** The good suite with other keys at its top; undefined leaves one out. */
export const config = (top: object = {}): string => stringify({ ...good, ...top });

/** Its files, with a config that is the good one but for some keys. */
export const suite = (top: object = {}, files: Files = {}): Files => ({
  'promptfooconfig.yaml': config(top),
  ...files,
});

type Said = Partial<SuiteOverrides>;

export const read = (files: Files, said: Said = {}): Promise<{ experiment: Experiment; settings: Settings }> =>
  readExperiment(join(folderOf(files), 'promptfooconfig.yaml'), { env: {}, ...said });

export const experiment = async (top: object = {}, files: Files = {}, said: Said = {}): Promise<Experiment> =>
  (await read(suite(top, files), said)).experiment;

/** The fault of a read, its paths relative to the folder. */
export const faultOf = async (files: Files, said: Said = {}): Promise<Told> => {
  const folder = folderOf(files);
  try {
    await readExperiment(join(folder, 'promptfooconfig.yaml'), { env: {}, ...said });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const relative = (text: string): string => text.replaceAll(`${folder}/`, '').replaceAll(folder, 'FOLDER');
    return { code: error.code, where: relative(error.where ?? ''), message: relative(error.message) };
  }
  throw new Error('the read did not fail');
};

/** A fault in one text, as a person reads it. */
export const told = async (files: Files, said: Said = {}): Promise<string> => {
  const { code, where, message } = await faultOf(files, said);
  return `${where} ${code}\n${message}`;
};
