import { PROMPTFOO, type Keys } from './keys.ts';

const transform = `A panel judges outputs as the model wrote them, and runs no code on them. Ask for the form in the prompt, or check it with a "javascript" assertion. ${PROMPTFOO}`;

const refused = {
  provider:
    'promptfoo would ask this model in place of every other. List it under "providers", and name it in the test: providers: [LABEL]. A judge is named by options: {provider: …}.',
  assertScoringFunction: `It is code that decides in place of votes. Use weights and "threshold", or empanel's own score function inside \`promptfoo eval\`.`,
};

export const testKeys: Keys = {
  of: 'a test',
  read: ['vars', 'assert', 'options', 'metadata', 'threshold', 'providerOutput', 'prompts', 'providers', 'description'],
  refused,
};

/** `defaultTest.provider` has a note of its own. */
export const defaultKeys: Keys = {
  of: '"defaultTest"',
  read: [...testKeys.read, 'provider'],
  refused: { assertScoringFunction: refused.assertScoringFunction },
};

export const optionKeys: Keys = {
  of: "a test's options",
  read: [
    'provider',
    'prefix',
    'suffix',
    'rubricPrompt',
    'factuality',
    'disableVarExpansion',
    'disableDefaultAsserts',
    'disableConversationVar',
    'repeat',
  ],
  refused: {
    transform,
    postprocess: transform,
    transformVars: `A panel runs no code to make a row. Prepare the variable in the data set. ${PROMPTFOO}`,
    storeOutputAs: `It hands an output on to the next test, and a panel asks its rows all at once. Write the text into the test. ${PROMPTFOO}`,
    runSerially: `A panel asks its rows all at once. Where order doesn't matter, take it out. ${PROMPTFOO}`,
    temperature: "Say it in the provider's config.",
    max_tokens: "Say it in the provider's config.",
    response_format: 'A panel asks for no format but by the prompt itself. Ask for it there.',
  },
};

export const assertionKeys: Keys = {
  of: 'an assertion',
  read: ['type', 'value', 'config', 'threshold', 'weight', 'provider', 'rubricPrompt', 'metric'],
  refused: { transform, contextTransform: transform },
};

export const setKeys: Keys = {
  of: 'an assert-set',
  read: ['type', 'assert', 'weight', 'metric', 'threshold'],
  passed: ['config'],
};

export const scenarioKeys: Keys = { of: 'a scenario', read: ['config', 'tests', 'description'] };
