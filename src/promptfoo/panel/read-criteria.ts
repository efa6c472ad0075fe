import { readRubric } from '../../config/rubric.ts';
import { inside } from '../../config/source.ts';
import { Fault } from '../../fault.ts';
import type { Rubric } from '../../rubric.ts';
import type { Declared } from './find-panel.ts';

/**
 * The criteria of an assertion: a rubric's file or the rubric itself, as the block `empanel` has it; a list of criteria, each a map or a
 * sentence; or one sentence. What the assertion leaves out comes from the block.
 */
export const readCriteria = async ({ config, block }: Declared): Promise<Rubric> => {
  const own = inside(config, ['rubric']);
  const source = own.value === undefined && block !== null ? inside(block, ['rubric']) : own;
  const { value } = source;
  if (value === undefined || value === null)
    throw new Fault(
      'config/missing',
      'The assertion has no "rubric", so there is no question to put to the panel.\nAdd it to its config: rubric: "The reply is polite.", a list of such sentences, or rubric: file://rubric.yaml.',
      { where: config.where() },
    );
  if (typeof value === 'string' && isPath(value)) return (await readRubric(source)).rubric;
  if (typeof value === 'object' && !Array.isArray(value)) return (await readRubric(source)).rubric;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const criteria = list.map((entry) => (typeof entry === 'string' ? sentence(entry) : entry));
  const inputs = inside(config, ['inputs']).value;
  const whole = { criteria, ...(inputs === undefined ? {} : { inputs }) };
  return (await readRubric({ ...source, value: whole, where: () => source.where() })).rubric;
};

const isPath = (text: string): boolean => text.startsWith('file://') || /^\S+\.(?:ya?ml|json)$/.test(text);

/** A sentence that is true or not: it is its own name. */
const sentence = (text: string): object => {
  const line = text.replaceAll(/[\s\p{C}]+/gu, ' ').trim();
  return { id: line.slice(0, 80).trim(), scale: 'nominal:pass,fail', instructions: text };
};
