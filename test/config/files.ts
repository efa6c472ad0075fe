import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import type { Settings } from '../../src/analyse/settings.ts';
import { readConfig, type Overrides } from '../../src/config/read-config.ts';
import type { Experiment } from '../../src/experiment.ts';
import { Fault } from '../../src/fault.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A config that is right, to be made wrong in one place. */
export const good = {
  prompts: ['{{reply}}'],
  providers: ['echo'],
  tests: 'file://rows.csv',
  empanel: {
    rubric: 'file://rubric.yaml',
    judges: [
      { id: 'a', model: 'openai:gpt-4.1-mini', samples: 2 },
      { id: 'b', model: 'ollama:llama3', temperature: [0.2, 0.8], variants: '*' },
    ],
    rule: 'majority',
  } as Record<string, unknown>,
};

export const rubric = {
  inputs: ['question'],
  variants: [{ id: 'plain' }, { id: 'strict', preface: 'Be strict.', levels: 'reversed' }],
  criteria: [
    {
      id: 'right',
      scale: { kind: 'nominal', labels: ['pass', 'fail'] },
      gold: 'right',
      instructions: 'Fail if it is wrong.',
      levels: { fail: 'Wrong.', pass: 'Right.' },
    },
    { id: 'kind', scale: 'ordinal:1..3', instructions: 'How kind is it?' },
  ] as unknown[],
};

export const rows = 'id,question,reply,right\n1,Two plus two?,4,pass\n2,Two plus three?,6,fail\n3,Two plus four?,6,\n';

/** The good files, with some of them changed; `null` leaves one out. */
export const files = (changed: Readonly<Record<string, string | Uint8Array | null>> = {}): Files => {
  const all = {
    'promptfooconfig.yaml': stringify(good),
    'rubric.yaml': stringify(rubric),
    'rows.csv': rows,
    ...changed,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, content]) => (content === null ? [] : [[name, content]])),
  );
};

/** The good config with other keys at its top, or in its block. */
export const config = (top: object, block: object = {}): string =>
  stringify({ ...good, ...top, empanel: { ...good.empanel, ...block } });

export const folderOf = (files: Files): string => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
};

export const read = (
  files: Files,
  overrides: Overrides = {},
): Promise<{ experiment: Experiment; settings: Settings }> =>
  readConfig(join(folderOf(files), 'promptfooconfig.yaml'), overrides);

export type Told = { readonly code: string; readonly where: string; readonly message: string };

/** The fault of a read, its paths relative to the folder. */
export const faultOf = async (
  files: Files,
  overrides: Overrides = {},
  name = 'promptfooconfig.yaml',
): Promise<Told> => {
  const folder = folderOf(files);
  try {
    await readConfig(join(folder, name), overrides);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const relative = (text: string): string => text.replaceAll(`${folder}/`, '').replaceAll(folder, 'FOLDER');
    return { code: error.code, where: relative(error.where ?? ''), message: relative(error.message) };
  }
  throw new Error('the read did not fail');
};
