import { judge, judged, rubric, writer, type Shape } from './shape.ts';

/** Where tests come from, and what rows they make. */
export const testShapes: readonly Shape[] = [
  {
    name: 'a spreadsheet with expectations',
    calls: 6,
    files: {
      'promptfooconfig.yaml': {
        prompts: ['Translate into {{language}}: {{text}}'],
        providers: [writer],
        defaultTest: judged,
        tests: 'file://tests.csv',
      },
      'tests.csv': `language,text,__expected,__expected2,__prefix,__suffix,__description,__metric
French,"Good, ""day""","contains: Translate","grade: is a translation into {{language}}",Please. ,,a greeting,
German, Yes ,icontains-all: translate,"llm-rubric(0.5): keeps it short",, Thanks.,,kept
Spanish,"Two
lines",,"model-graded-closedqa: ends with a mark",,,,
`,
    },
  },
  {
    name: 'marks of a template in a spreadsheet',
    calls: 2,
    files: {
      'promptfooconfig.yaml': {
        prompts: ['Say {{text}}'],
        providers: [writer],
        defaultTest: { ...judged, vars: { secret: 'a secret' } },
        tests: 'file://tests.csv',
      },
      'tests.csv': 'text,__expected\nplain,grade: is kind\n{{ secret | upper }},grade: is kind\n',
    },
    apart: {
      why: 'what a data set says is data: promptfoo renders it, and whoever wrote it may read every variable',
      theirs: { texts: /A SECRET/, calls: 2 },
      ours: { texts: /\{\{ secret \| upper \}\}/, calls: 2 },
    },
  },
  {
    name: 'lists of variables, and repeats',
    calls: 22,
    files: {
      'promptfooconfig.yaml': {
        prompts: ['{{q}} for {{who}}, {{list}}'],
        providers: [{ id: writer, config: { temperature: 0.9 } }],
        defaultTest: judged,
        tests: [
          { vars: { q: ['a', 'b'], who: ['x', 'y'], list: 'l' }, assert: [rubric('ok {{q}}')] },
          {
            vars: { q: 'c', who: 'z', list: ['k', 'l'] },
            options: { disableVarExpansion: true, repeat: 3 },
            assert: [rubric('ok {{list}}')],
          },
        ],
        evaluateOptions: { repeat: 2 },
      },
    },
  },
  {
    name: 'scenarios, and assertions by reference',
    calls: 12,
    files: {
      'promptfooconfig.yaml': `
prompts: ['{{persona}} asks: {{question}}']
providers: ['${writer}']
assertionTemplates:
  polite: { type: llm-rubric, value: 'is polite to {{persona}}', provider: '${judge}' }
scenarios:
  - description: personas
    config:
      - vars: { persona: A child }
      - vars: { persona: An engineer, question: Which one? }
        assert: [{ type: llm-rubric, value: is precise, provider: 'openai:chat:gpt-4o' }]
    tests:
      - vars: { question: Why is the sky blue? }
        assert: [{ $ref: '#/assertionTemplates/polite' }]
      - assert: [{ $ref: '#/assertionTemplates/polite' }]
tests:
  - vars: { persona: Nobody, question: nothing }
    assert: [{ $ref: '#/assertionTemplates/polite' }]
`,
    },
  },
  {
    name: 'variables, rubrics and tests from files',
    calls: 7,
    files: {
      'promptfooconfig.yaml': {
        prompts: ['From {{text}}, {{data}}, {{list}}: {{q}}'],
        providers: ['file://providers.yaml'],
        defaultTest: 'file://default.yaml',
        tests: [
          {
            vars: { data: 'file://data.json', list: 'file://list.yaml', q: 'x' },
            assert: [rubric('file://rubric.txt'), { type: 'factuality', value: 'file://rubric.txt' }],
          },
          'file://more/*.yaml',
        ],
      },
      'providers.yaml': '- { id: openai:chat:gpt-4o-mini, config: { temperature: 0.5 } }\n',
      'default.yaml': `vars: { text: file://text.txt }\noptions: { provider: '${judge}' }\n`,
      'text.txt': '  A text with {{q}} inside.\n\n',
      'data.json': '{ "a": [1, 2], "b": "c" }',
      'list.yaml': '- one\n- two: 2\n',
      'rubric.txt': 'is about {{q}}\n',
      'more/a.yaml': '- vars: { data: d, list: l, q: one }\n  assert: [{ type: llm-rubric, value: of a }]\n',
      'more/b.yaml': '- vars: { data: d, list: l, q: two }\n  assert: [{ type: llm-rubric, value: of b }]\n',
    },
  },
  {
    name: 'JSON and JSON Lines',
    calls: 16,
    files: {
      'promptfooconfig.yaml': {
        prompts: 'file://prompts.jsonl',
        providers: [writer, { 'openai:gpt-4o': { config: { temperature: 0.1 } } }],
        defaultTest: {
          options: { provider: { text: { id: 'openai:gpt-4.1', config: { temperature: 0.2, max_tokens: 99 } } } },
          assert: [rubric('good for all')],
        },
        tests: ['tests.jsonl', 'tests.json'],
      },
      'prompts.jsonl': '[{"role":"user","content":"one {{q}}"}]\n[{"role":"user","content":"two {{q}}"}]\n',
      'tests.jsonl':
        '{"vars":{"q":"a"},"options":{"disableDefaultAsserts":true},"assert":[{"type":"llm-rubric","value":"own"}]}\n',
      'tests.json': '[{"vars":{"q":"b"}}]',
    },
  },
];
