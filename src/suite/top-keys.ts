import { passedOver } from '../config/top-level.ts';
import { PROMPTFOO, type Keys } from './keys.ts';

export const topKeys: Keys = {
  of: 'the file',
  read: [
    'description',
    'prompts',
    'providers',
    'targets',
    'tests',
    'defaultTest',
    'scenarios',
    'evaluateOptions',
    'commandLineOptions',
    'env',
    'assertionTemplates',
    'empanel',
  ],
  passed: passedOver,
  refused: {
    redteam: 'A panel judges rows that exist. Generate them with promptfoo, and name the file in "tests".',
    nunjucksFilters: `A panel runs no code of a config. Use the filters that nunjucks has, or prepare the variable in the data set. ${PROMPTFOO}`,
  },
};

export const evaluateKeys: Keys = {
  of: '"evaluateOptions"',
  read: ['repeat', 'maxConcurrency', 'delay', 'timeoutMs'],
  passed: [
    'cache', // a ballot that is there is not asked for again, and each is a call of its own
    'maxEvalTimeMs',
    'showProgressBar',
    'generateSuggestions',
    'suggestionsCount',
    'interactiveProviders',
    'silent',
    'isRedteam',
  ],
  refused: { filterRange: 'It would leave rows out. Take it out; --rows N keeps the first so many.' },
};

const rows = 'It would change which rows are asked, and how. Take it out of the file, and say it where the rows are.';

export const commandLineKeys: Keys = {
  of: '"commandLineOptions"',
  read: ['repeat', 'maxConcurrency', 'delay', 'grader'],
  passed: [
    'cache',
    'config',
    'description',
    'envPath',
    'extension',
    'generateSuggestions',
    'noShare',
    'output',
    'progressBar',
    'retryErrors',
    'share',
    'suggestionsCount',
    'table',
    'tableCellMaxLength',
    'tags',
    'verbose',
    'watch',
    'write',
  ],
  refused: Object.fromEntries(
    [
      'assertions',
      'filterErrorsOnly',
      'filterFailing',
      'filterFailingOnly',
      'filterFirstN',
      'filterMetadata',
      'filterPattern',
      'filterPrompts',
      'filterProviders',
      'filterRange',
      'filterSample',
      'filterSampleSeed',
      'filterTargets',
      'modelOutputs',
      'promptPrefix',
      'promptSuffix',
      'prompts',
      'providers',
      'tests',
      'var',
      'vars',
    ].map((key) => [key, rows]),
  ),
};
