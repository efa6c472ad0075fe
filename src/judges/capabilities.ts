import { Fault } from '../fault.ts';
import type { Sampling } from '../model.ts';
import type { ModelSpec } from '../panel.ts';
import { nearest } from '../wording/nearest.ts';
import { quote, quoteAll } from '../wording/quote.ts';
import { familyOf, knownModels, type Family } from './family.ts';

/**
 * Refuses what a model would refuse, before anything is sent and paid for. Nothing is ever dropped or changed instead:
 * a study of temperatures in which one was left out in silence would compare a temperature with itself.
 */
export const checkSampling = (spec: ModelSpec, sampling: Sampling): void => {
  if (spec.provider === 'replay' || spec.provider === 'code') return;
  const family = familyOf(spec.provider, spec.model);
  if (family === null && spec.provider !== 'compatible' && !isDeclared(spec)) throw unknownModel(spec);
  const said =
    temperatureProblem(spec, sampling, family) ??
    effortProblem(spec, sampling, family) ??
    (spec.provider === 'anthropic' ? anthropicProblem(sampling) : null) ??
    rangeProblem(spec, sampling);
  if (said !== null) throw new Fault('model/sampling', `Model ${quote(spec.model)} ${said}`);
};

const isDeclared = ({ capabilities: { temperature, efforts, structured } }: ModelSpec): boolean =>
  temperature !== null || efforts !== null || structured !== null;

const unknownModel = ({ provider, model }: ModelSpec): Fault => {
  const known = knownModels(provider);
  const meant = nearest(model, known);
  return new Fault(
    'model/unknown',
    `Model ${quote(model)} is not among the models of ${provider} whose settings are known` +
      `${meant === null ? `: ${quoteAll(known, 6)}` : `. Did you mean ${quote(meant)}`}${meant === null ? '.' : '?'}\n` +
      'A model that refuses a setting would fail every ballot. If the name is right, say what the model takes, such as ' +
      '`capabilities: {temperature: false}`.',
  );
};

const temperatureProblem = (
  { capabilities }: ModelSpec,
  { temperature, topP, effort }: Sampling,
  family: Family | null,
): string | null => {
  if (temperature === null && topP === null) return null;
  const asked = temperature === null ? `topP ${topP}` : `temperature ${temperature}`;
  const drop = `Drop \`${temperature === null ? 'topP' : 'temperature'}\``;
  if (capabilities.temperature === true) return null;
  if (capabilities.temperature === false) {
    return `is declared to take no temperature, so that ${asked} would be refused.\n${drop}, or \`capabilities\`.`;
  }
  switch (family?.sampling) {
    case 'never':
      return `refuses ${asked}: models of Claude since 4.7 take none, not even the default.\n${drop}, or choose claude-haiku-4-5 or another model up to 4.6.`;
    case 'default only':
      if ((temperature ?? 1) === 1 && (topP ?? 1) === 1) return null;
      return `refuses ${asked}: it reasons at its own temperature of 1.\n${drop} and vary \`effort\` or the model instead, or choose a model that takes one, such as gpt-4.1-mini.`;
    case 'effort none':
      if (effort === 'none') return null;
      return `refuses ${asked} unless it does not reason.\nSet \`effort: none\`, or drop \`${temperature === null ? 'topP' : 'temperature'}\`.`;
    default:
      return null;
  }
};

const effortProblem = ({ capabilities }: ModelSpec, { effort }: Sampling, family: Family | null): string | null => {
  const efforts = capabilities.efforts ?? family?.efforts ?? null;
  if (effort === null || efforts === null || efforts.includes(effort)) return null;
  if (efforts.length === 0)
    return `takes no effort, so that effort ${quote(effort)} would be refused.\nDrop \`effort\`.`;
  const meant = nearest(effort, efforts);
  const hint = meant === null ? '' : ` Did you mean ${quote(meant)}?`;
  return `takes the efforts ${quoteAll(efforts)}, not ${quote(effort)}.${hint}\nChoose one of them, or drop \`effort\`.`;
};

const anthropicProblem = ({ temperature, topP, seed }: Sampling): string | null => {
  if (seed !== null) return `takes no seed: Anthropic's API has none.\nDrop \`seed\`.`;
  if (temperature === null || topP === null) return null;
  return `takes a temperature or a topP, never both.\nDrop one of them.`;
};

const rangeProblem = ({ provider }: ModelSpec, { temperature, topP, maxTokens }: Sampling): string | null => {
  const most = provider === 'anthropic' ? 1 : 2;
  if (temperature !== null && !(temperature >= 0 && temperature <= most)) {
    return `takes temperatures from 0 to ${most}, not ${temperature}.\nChoose one in that range.`;
  }
  if (topP !== null && !(topP > 0 && topP <= 1))
    return `takes a topP above 0 and up to 1, not ${topP}.\nChoose one in that range.`;
  if (!(Number.isSafeInteger(maxTokens) && maxTokens > 0)) {
    return `needs room to reply: maxTokens is ${maxTokens}.\nSet a whole number from 1 up.`;
  }
  return null;
};
