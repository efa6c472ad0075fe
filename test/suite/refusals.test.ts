import { expect, test } from 'vitest';
import { config, good, suite, told } from './files.ts';

const asserting = (assertion: object): object => ({ tests: [{ vars: { q: 'x' }, assert: [assertion] }] });
const calling = (provider: unknown): object => ({ providers: [provider] });

test('Keys of the file', async () => {
  expect(await told(suite({ defaultTst: {} }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:14 config/unknown-key
    "defaultTst" is no key of the file, so what it says would be lost.
    Did you mean "defaultTest"?"
  `);
  expect(await told(suite({ redteam: { plugins: [] } }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:14 config/value
    "redteam" of the file can't be honoured by a panel, and without it the results would differ.
    A panel judges rows that exist. Generate them with promptfoo, and name the file in "tests"."
  `);
  expect(await told(suite({ nunjucksFilters: { shout: 'shout.js' } }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:14 config/value
    "nunjucksFilters" of the file can't be honoured by a panel, and without it the results would differ.
    A panel runs no code of a config. Use the filters that nunjucks has, or prepare the variable in the data set. Or leave it to \`promptfoo eval\`, with empanel as its grader."
  `);
  expect(await told(suite({ targets: ['echo'] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:14 config/value
    "targets" is another name of "providers", and the file has both, so it is open which one counts.
    Remove one."
  `);
  expect(await told(suite({ prompts: undefined }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:1 config/missing
    The config has no "prompts", so nothing is asked.
    Add prompts: ['{{question}}'], with the variables of the tests."
  `);
  expect(await told(suite({ providers: undefined }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:1 config/missing
    The config has no "providers", so nothing writes the outputs.
    Add providers: [openai:gpt-4.1-mini], or [echo] to judge the prompts as they are."
  `);
  expect(await told(suite({ evaluateOptions: { repet: 3 } }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:15 config/unknown-key
    "repet" is no key of "evaluateOptions", so what it says would be lost.
    Did you mean "repeat"?"
  `);
  expect(await told(suite({ evaluateOptions: { filterRange: '0:10' } }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:15 config/value
    "filterRange" of "evaluateOptions" can't be honoured by a panel, and without it the results would differ.
    It would leave rows out. Take it out; --rows N keeps the first so many."
  `);
  expect(await told(suite({ commandLineOptions: { filterFirstN: 3 } }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:15 config/value
    "filterFirstN" of "commandLineOptions" can't be honoured by a panel, and without it the results would differ.
    It would change which rows are asked, and how. Take it out of the file, and say it where the rows are."
  `);
});

test('Keys of the block', async () => {
  expect(await told(suite({ empanel: { rubrik: 'file://rubric.yaml' } }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:15 config/unknown-key
    "rubrik" is no key of the block "empanel", so what it says would be lost.
    Did you mean "rubric"?"
  `);
  expect(await told(suite({ empanel: { combine: 'all' } }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:15 config/value
    "combine" of the block "empanel" goes with a rubric or an answer of the panel's own, and here the tests' assertions are the criteria.
    Say what each assertion counts with "weight", and how much of it has to pass with "threshold" of "defaultTest"."
  `);
  expect(await told(suite({ empanel: { rows: { id: 'q' } } }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:15 config/value
    "rows" of the block "empanel" goes with a rubric or an answer of the panel's own, and here the tests' assertions are the criteria.
    A row has its id from its test: metadata: {id: …}."
  `);
});

test('A config that asks nothing', async () => {
  expect(await told(suite({ tests: [{ vars: { q: 'x' } }] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:1 config/missing
    The config asserts nothing of its outputs, and its block "empanel" has no rubric and no answer, so there is no question to put to a panel.
    Let the tests assert something, for example under defaultTest: assert: [{type: llm-rubric, value: 'Is it polite?'}]; or add a rubric of the panel's own:
    empanel:
      rubric: file://rubric.yaml
      judges:
        - {id: mini, model: openai:gpt-4.1-mini, samples: 5}"
  `);
});

test('Keys of a test, of its options and of what it asserts', async () => {
  expect(await told(suite({ tests: [{ vars: { q: 'x' }, treshold: 0.5 }] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:11 config/unknown-key
    "treshold" is no key of a test, so what it says would be lost.
    Did you mean "threshold"?"
  `);
  expect(await told(suite({ tests: [{ vars: { q: 'x' }, provider: 'openai:gpt-4o' }] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:11 config/value
    "provider" of a test can't be honoured by a panel, and without it the results would differ.
    promptfoo would ask this model in place of every other. List it under "providers", and name it in the test: providers: [LABEL]. A judge is named by options: {provider: …}."
  `);
  expect(await told(suite({ tests: [{ vars: { q: 'x' }, assertScoringFunction: 'file://score.js' }] })))
    .toMatchInlineSnapshot(`
    "promptfooconfig.yaml:11 config/value
    "assertScoringFunction" of a test can't be honoured by a panel, and without it the results would differ.
    It is code that decides in place of votes. Use weights and "threshold", or empanel's own score function inside \`promptfoo eval\`."
  `);
  expect(await told(suite({ tests: [{ vars: { q: 'x' }, options: { transform: 'output.trim()' } }] })))
    .toMatchInlineSnapshot(`
    "promptfooconfig.yaml:12 config/value
    "transform" of a test's options can't be honoured by a panel, and without it the results would differ.
    A panel judges outputs as the model wrote them, and runs no code on them. Ask for the form in the prompt, or check it with a "javascript" assertion. Or leave it to \`promptfoo eval\`, with empanel as its grader."
  `);
  expect(await told(suite({ tests: [{ vars: { q: 'x' }, options: { storeOutputAs: 'first' } }] })))
    .toMatchInlineSnapshot(`
    "promptfooconfig.yaml:12 config/value
    "storeOutputAs" of a test's options can't be honoured by a panel, and without it the results would differ.
    It hands an output on to the next test, and a panel asks its rows all at once. Write the text into the test. Or leave it to \`promptfoo eval\`, with empanel as its grader."
  `);
  expect(await told(suite({ tests: [{ vars: { q: 'x' }, options: { runSerially: true } }] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:12 config/value
    "runSerially" of a test's options can't be honoured by a panel, and without it the results would differ.
    A panel asks its rows all at once. Where order doesn't matter, take it out. Or leave it to \`promptfoo eval\`, with empanel as its grader."
  `);
  expect(await told(suite({ tests: [{ vars: { q: 'x' }, options: { repat: 2 } }] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:12 config/unknown-key
    "repat" is no key of a test's options, so what it says would be lost.
    Did you mean "repeat"?"
  `);
  expect(await told(suite(asserting({ type: 'contains', value: 'a', wieght: 3 })))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:14 config/unknown-key
    "wieght" is no key of an assertion, so what it says would be lost.
    Did you mean "weight"?"
  `);
  expect(await told(suite(asserting({ type: 'contains', value: 'a', transform: 'x' })))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:14 config/value
    "transform" of an assertion can't be honoured by a panel, and without it the results would differ.
    A panel judges outputs as the model wrote them, and runs no code on them. Ask for the form in the prompt, or check it with a "javascript" assertion. Or leave it to \`promptfoo eval\`, with empanel as its grader."
  `);
  expect(await told(suite(asserting({ value: 'a' })))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:12 config/missing
    The assertion has no "type", so it is open what it asks.
    Add it: {type: llm-rubric, value: …}."
  `);
  expect(await told(suite(asserting({ type: 'contains', value: 'a', weight: -1 })))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:14 config/value
    "tests[0].assert[0].weight" is -1, but takes a number from 0 up.
    Correct it; nothing is sent before the whole file is right."
  `);
  expect(await told(suite(asserting({ type: 'assert-set', assert: [] })))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:13 config/value
    The set's "assert" is an empty list, so there is nothing in it to pass.
    Write assert: [{type: llm-rubric, value: …}, …]."
  `);
  expect(await told(suite({ tests: [{ vars: { q: 'x' }, assert: { type: 'contains' } }] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:11 config/value
    "assert" is a map with "type", and what a test asserts is a list.
    Write assert: [{type: contains, value: …}, …]."
  `);
  expect(await told(suite({ tests: [{ vars: ['a.yaml', 3] }] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:9 dataset/unreadable
    There is no file "a.yaml", so the variables can't be read.
    Check the path; it is relative to the file that names it."
  `);
  expect(await told(suite({ tests: [3] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:9 config/value
    The test is 3, from which no rows can be read.
    Name a file (file://rows.csv, .json, .jsonl, .yaml), or write a list of tests: - vars: {question: …}."
  `);
});

test('Providers that a panel does not speak to, and settings that it can not send', async () => {
  expect(await told(suite(calling('groq:llama-3')))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:4 config/value
    "groq:llama-3" is called in a way of its own, and a panel speaks the protocols of OpenAI and Anthropic, so it can't be asked.
    Where it has an address that speaks Chat Completions, write {id: openai:chat:MODEL, config: {apiBaseUrl: …, apiKeyEnvar: …}}. Or leave it to \`promptfoo eval\`, with empanel as its grader."
  `);
  expect(await told(suite(calling('file://provider.py')))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:4 config/value
    "file://provider.py" is called in a way of its own, and a panel speaks the protocols of OpenAI and Anthropic, so it can't be asked.
    Where it has an address that speaks Chat Completions, write {id: openai:chat:MODEL, config: {apiBaseUrl: …, apiKeyEnvar: …}}. Or leave it to \`promptfoo eval\`, with empanel as its grader."
  `);
  expect(await told(suite(calling('openai:embedding:text-embedding-3-small')))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:4 config/value
    "openai:embedding:text-embedding-3-small" asks for "embedding", and judges are asked by chat, so it can't be called.
    Write openai:MODEL."
  `);
  expect(await told(suite(calling({ id: 'openai:gpt-4o', confg: {} })))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:5 config/unknown-key
    "confg" is no key of a provider, so what it says would be lost.
    Did you mean "config"?"
  `);
  expect(await told(suite(calling({ id: 'openai:gpt-4o', transform: 'output' })))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:5 config/value
    "transform" of a provider can't be honoured by a panel, and without it the results would differ.
    It is code that changes what is sent or kept. Leave such providers to \`promptfoo eval\`, with empanel as its grader."
  `);
  expect(await told(suite(calling({ id: 'openai:gpt-4o', config: { response_format: { type: 'json_object' } } }))))
    .toMatchInlineSnapshot(`
    "promptfooconfig.yaml:6 config/value
    "response_format" of a provider's config can't be honoured by a panel, and without it the results would differ.
    A panel sends messages, temperature, top_p, seed, effort and a limit of tokens, and nothing besides. Take it out, or leave the config to \`promptfoo eval\`, with empanel as its grader."
  `);
  expect(await told(suite(calling({ id: 'openai:gpt-4o', config: { temprature: 1 } })))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:6 config/unknown-key
    "temprature" is no key of a provider's config, so what it says would be lost.
    Did you mean "temperature"?"
  `);
  expect(await told(suite(calling({ id: 'openai:gpt-4o', config: { presence_penalty: 1 } })))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:6 config/value
    "providers[0].config.presence_penalty" is 1, but takes 0: a panel sends no penalties.
    Correct it; nothing is sent before the whole file is right."
  `);
  expect(await told(suite(calling({ label: 'mine' })))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:4 config/missing
    The provider has no "id", so nobody knows which model is meant.
    Add it: {id: openai:gpt-4.1-mini, config: {…}}."
  `);
  expect(await told(suite({ providers: [] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:3 config/missing
    The list of providers is empty, so there is no output to judge.
    Add one, such as openai:gpt-4.1-mini."
  `);
  expect(
    await told(
      suite(calling({ id: 'anthropic:messages:claude-haiku-4-5', config: { apiBaseUrl: 'https://proxy.example/v1' } })),
    ),
  ).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:6 config/missing
    The provider is called at another address than Anthropic's, and no key is named for it: the usual one goes to Anthropic alone.
    Name one: config: {apiKeyEnvar: NAME_OF_THE_VARIABLE}."
  `);
});

test('Prompts that are code, or that nobody could be asked', async () => {
  expect(await told(suite({ prompts: ['file://prompt.js'] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:2 config/value
    The prompt "file://prompt.js" is made by a program, and a panel runs and fetches nothing to make a prompt.
    Write it as text with {{ variables }}, in .txt, .md, .json or .yaml. Or leave it to \`promptfoo eval\`, with empanel as its grader."
  `);
  expect(await told(suite({ prompts: ['langfuse://greeting'] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:2 config/value
    The prompt "langfuse://greeting" is kept by langfuse, and a panel runs and fetches nothing to make a prompt.
    Write it as text with {{ variables }}, in .txt, .md, .json or .yaml. Or leave it to \`promptfoo eval\`, with empanel as its grader."
  `);
  expect(await told(suite({ prompts: [{ raw: '{{q}}', config: { temperature: 1 } }] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:3 config/value
    "config" of a prompt can't be honoured by a panel, and without it the results would differ.
    What a prompt says of the model is not heard here. Say it in the provider's config."
  `);
  expect(await told(suite({ prompts: ['file://none.txt'] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:2 config/unreadable
    There is no file "none.txt", so the prompt can't be read.
    Check the path; it is relative to the file that names it."
  `);
  expect(await told(suite({ prompts: ['Answer {{question}}'] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:2 template/variable
    Prompt "prompt-1" uses {{ question }}, but no test has such a variable, so the prompt would have a hole.
    Legal are "q". Where it may be missing, say so: {{ question | default('…') }}."
  `);
  expect(await told(suite({ prompts: ['{{_conversation}} {{q}}'] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:2 template/variable
    Prompt "prompt-1" goes on from the reply before it ({{ _conversation }}), and a panel asks its rows all at once.
    Write the conversation out as a chat, or leave the config to \`promptfoo eval\`, with empanel as its grader."
  `);
  expect(await told(suite({ prompts: ['{% if q %}'] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:2 template/broken
    The prompt can't be rendered: parseIf: expected elif, else, or endif, got end of file.
    Correct it; its language is nunjucks: {{ column }}, {% if column %}…{% endif %}. Files can't be included."
  `);
  expect(await told(suite({ prompts: ['{{ q | shout }}'] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:2 template/broken
    The prompt can't be rendered: filter not found: shout.
    Correct it; its language is nunjucks: {{ column }}, {% if column %}…{% endif %}. Files can't be included, and filters of the config are not known here."
  `);
  expect(await told(suite({ tests: [{ vars: { q: '{{ other | shout }}', other: 1 } }] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:9 template/broken
    A variable can't be rendered: filter not found: shout.
    Correct it; its language is nunjucks: {{ column }}, {% if column %}…{% endif %}. Files can't be included, and filters of the config are not known here."
  `);
  expect(await told(suite({ prompts: ['[{"role": "tool", "content": "{{q}}"}]'] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:2 config/value
    The prompt is a chat that a panel can't send: "0.role" takes a role that is "system", "user" or "assistant".
    Write a list of messages: [{"role": "user", "content": "…"}]."
  `);
  expect(await told(suite({ prompts: ['[{"role": "user", "content": [{"type": "image_url"}]}]'] })))
    .toMatchInlineSnapshot(`
    "promptfooconfig.yaml:2 config/value
    The prompt is a chat that a panel can't send: "0.content" takes a text: parts, images and calls of tools are not sent.
    Write a list of messages: [{"role": "user", "content": "…"}]."
  `);
});

test('Tests that are no local data', async () => {
  expect(await told(suite({ tests: 'huggingface://datasets/some/thing' }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:8 config/value
    The tests are "huggingface://datasets/some/thing", and a panel reads rows from local files in CSV, JSON, JSON Lines and YAML: it runs no code and downloads nothing.
    Save the rows as such a file and name it: file://rows.csv. Or have promptfoo read the config: --with promptfoo."
  `);
  expect(await told(suite({ tests: 'file://tests.xlsx' }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:8 config/value
    The tests are "file://tests.xlsx", and a panel reads rows from local files in CSV, JSON, JSON Lines and YAML: it runs no code and downloads nothing.
    Save the rows as such a file and name it: file://rows.csv. Or have promptfoo read the config: --with promptfoo."
  `);
  expect(await told(suite({ tests: [{ path: 'file://tests.py:make' }] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:9 config/value
    The tests are "file://tests.py:make", and a panel reads rows from local files in CSV, JSON, JSON Lines and YAML: it runs no code and downloads nothing.
    Save the rows as such a file and name it: file://rows.csv. Or have promptfoo read the config: --with promptfoo."
  `);
  expect(await told(suite({ tests: 'file://none/*.yaml' }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:8 dataset/unreadable
    No file is like "file://none/*.yaml", so there are no rows in it.
    Check the pattern; it is relative to the config."
  `);
  expect(await told(suite({ tests: [{ vars: { q: 'file://q.js' } }] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:9 config/value
    The variable "q" is "file://q.js", which is code or no text, and a panel runs no code to make a row and sends text alone.
    Save what it stands for as .txt, .json or .yaml. Or leave the config to \`promptfoo eval\`, with empanel as its grader."
  `);
  expect(await told(suite({ tests: [{ vars: { q: 'file://*.none' } }] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:9 dataset/unreadable
    No file is like "file://*.none", so the variable has no value.
    Check the pattern; it is relative to the config."
  `);
  expect(await told(suite({ tests: 'file://rows.csv' }, { 'rows.csv': 'q\nfile:///etc/hosts\n' })))
    .toMatchInlineSnapshot(`
      "rows.csv:2 config/value
      The data set gives "file:///etc/hosts" for the variable "q", a file outside the config's folder, and data may not choose what is read from this machine.
      Copy the file into the folder, or name it in a test of the config itself."
    `);
  expect(await told(suite({ tests: 'file://rows.csv' }, { 'rows.csv': 'q,__expectd\nx,y\n' }))).toMatchInlineSnapshot(`
    "rows.csv:2 dataset/column
    "__expectd" is no column that promptfoo has a meaning for, so what it says would be lost.
    Did you mean "__expected"? A variable begins with no underscores."
  `);
  expect(await told(suite({ tests: 'file://rows.csv' }, { 'rows.csv': 'q,__config:__expected:weight\nx,2\n' })))
    .toMatchInlineSnapshot(`
    "rows.csv:2 dataset/column
    "__config:__expected:weight" is no column that promptfoo has a meaning for, so what it says would be lost.
    Legal are "__expected", "__prefix", "__suffix", "__description", "__providerOutput", "__metric", "__threshold", "__metadata:KEY" and "__config:__expected1:threshold". A variable begins with no underscores."
  `);
});

test('Judges that nobody named', async () => {
  expect(await told(suite({ defaultTest: undefined }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:9 panel/judge
    The assertion is put to a judge, and the config names none: promptfoo would take one by the key that it finds, another one in each version, and scores would move with it.
    Name it on the command line (--grader openai:gpt-4.1), in the config (defaultTest: {options: {provider: openai:gpt-4.1}}), or seat a panel (empanel: {judges: [{id: mini, model: openai:gpt-4.1-mini, samples: 5}]})."
  `);
  expect(
    await told(suite({ defaultTest: { provider: { id: 'openai:gpt-4o' }, options: { provider: 'openai:gpt-4.1' } } })),
  ).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:6 config/value
    "provider" of "defaultTest" would write every output under promptfoo, in place of the providers, and judge it too.
    List it under "providers" if it is to write, and name it in options: {provider: …} if it is to judge."
  `);
  expect(await told(suite({ defaultTest: { options: { provider: 'echo' } } }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:7 panel/judge
    The grader is "echo", which repeats its question and judges nothing.
    Name a model."
  `);
  expect(await told(suite({ defaultTest: { options: { provider: { embedding: 'openai:embedding:x' } } } })))
    .toMatchInlineSnapshot(`
    "promptfooconfig.yaml:7 panel/judge
    The grader names a model for "embedding" and none that judges text.
    Add it: {text: openai:gpt-4.1}. Or leave it to \`promptfoo eval\`, with empanel as its grader."
  `);
  expect(await told(suite(), { graders: ['gpt-4.1'] })).toMatchInlineSnapshot(`
    "--grader config/value
    "gpt-4.1" doesn't say which service runs it, so it can't be called.
    Did you mean "openai:gpt-4.1"?"
  `);
  expect(await told(suite(), { judges: ['openai:gpt-4'] })).toMatchInlineSnapshot(`
    " panel/judge
    No judge is called "openai:gpt-4", so it can't be seated.
    Did you mean "openai:gpt-4.1"?"
  `);
});

test('Panels that could not decide', async () => {
  expect(await told(suite({ empanel: { quorum: 2 } }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:15 panel/quorum
    The quorum is 2, but the panel casts 1 ballot a row on "llm-rubric", so no row could ever be decided.
    Lower "quorum", or seat more: more "judges", or more "samples" of them."
  `);
  expect(await told(suite({ empanel: { judges: [{ id: 'code', model: 'openai:gpt-4o' }] } }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:16 panel/judge
    A judge is called "code", and so is the one that checks by code, so their ballots couldn't be told apart.
    Give it another "id"."
  `);
  expect(await told(suite({ empanel: { judges: [{ id: 'a', model: 'openai:gpt-4o', asks: 'judge' }] } })))
    .toMatchInlineSnapshot(`
    "promptfooconfig.yaml:18 panel/judge
    "asks" parts a rubric's criteria from answers, and what the tests of this config assert is neither, so it would change nothing.
    Take it out."
  `);
});

test('References and variables of the environment', async () => {
  const referring = (pointer: string): object => asserting({ $ref: pointer });
  expect(await told(suite(referring('#/assertionTemplates/none')))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:12 config/value
    The reference "#/assertionTemplates/none" names nothing, so it is open what stands there.
    Correct it: #/KEY/NAME, as the file has them."
  `);
  expect(await told(suite(referring('other.yaml#/x')))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:12 config/value
    The reference "other.yaml#/x" leads out of the file, so it is open what stands there.
    Copy what it names under a key of this file, such as "assertionTemplates", and write $ref: '#/assertionTemplates/NAME'."
  `);
  expect(
    await told(
      suite({ assertionTemplates: { a: { $ref: '#/assertionTemplates/a' } }, ...referring('#/assertionTemplates/a') }),
    ),
  ).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:12 config/value
    The reference "#/assertionTemplates/a" leads back to itself, so it is open what stands there.
    Write the value out."
  `);
  expect(await told(suite({ prompts: ['{{env.NOT_SET}} {{q}}'] }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:2 template/variable
    The text uses {{ env.NOT_SET }}, but the environment has no such variable, so there would be a hole.
    Set NOT_SET, or give a text for its place: {{ env.NOT_SET | default('…') }}."
  `);
  const env = { OPENAI_API_KEY: 'sk-of-a-test-1234' };
  expect(await told(suite({ prompts: ['{{env.OPENAI_API_KEY}} {{q}}'] }), { env })).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:2 template/variable
    The template uses the environment variable "OPENAI_API_KEY", which may hold a key, so prompts and reports would show it.
    Take it out. A provider's key is named by config: {apiKeyEnvar: OPENAI_API_KEY}."
  `);
  expect(await told(suite({ prompts: ['file://p.txt'] }, { 'p.txt': 'Hi {{ env["OPENAI_API_KEY"] }} {{q}}' }), { env }))
    .toMatchInlineSnapshot(`
    "p.txt:1 template/variable
    The template uses the environment variable "OPENAI_API_KEY", which may hold a key, so prompts and reports would show it.
    Take it out. A provider's key is named by config: {apiKeyEnvar: OPENAI_API_KEY}."
  `);
  expect(await told(suite({ env: { OPENAI_API_KEY: 'sk-in-the-file-1234' } }))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:15 config/value
    "env" has the key "OPENAI_API_KEY" in the file, and files are shared: keys stay in the environment.
    Take it out and export OPENAI_API_KEY in the shell; change the key if others have seen it."
  `);
  expect(await told(suite(calling({ id: 'openai:gpt-4o', config: { apiKey: 'sk-in-the-file-1234' } }))))
    .toMatchInlineSnapshot(`
    "promptfooconfig.yaml:6 config/value
    The provider has its key in the file, and files are shared: keys stay in the environment.
    Take it out, change the key if others have seen it, and write apiKeyEnvar: NAME_OF_THE_VARIABLE."
  `);
});

test('A grader where a panel has a question of its own', async () => {
  const own = { ...good, empanel: { rubric: 'file://rubric.yaml', judges: [{ id: 'a', model: 'openai:gpt-4o' }] } };
  expect(await told({ 'promptfooconfig.yaml': config(own) }, { graders: ['openai:gpt-4.1'] })).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:14 option/value
    A grader is named for what tests assert, but the config has a panel with a question of its own, so the grader would be asked nothing.
    Leave --grader out, or name the model under empanel: {judges: […]}."
  `);
});
