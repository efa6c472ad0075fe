import { judge, judged, rubric, writer, type Shape } from './shape.ts';

/** What is asserted of outputs, and in which words judges are asked. */
export const assertedShapes: readonly Shape[] = [
  {
    name: 'rubrics, with a threshold, negated, and as data',
    calls: 6,
    files: {
      'promptfooconfig.yaml': {
        prompts: ['Say {{x}}'],
        providers: [writer],
        defaultTest: judged,
        tests: [
          {
            vars: { x: 'one' },
            assert: [
              rubric('mentions {{x}}', { threshold: 0.5 }),
              { type: 'not-llm-rubric', value: 'is rude' },
              rubric({ tone: 'kind', length: [1, 2] }),
              rubric(['first {{x}}', 'second']),
              rubric('counts for nothing', { weight: 0, metric: 'aside' }),
            ],
          },
        ],
      },
    },
  },
  {
    name: 'factuality and closed questions, on texts and on JSON',
    calls: 16,
    files: {
      'promptfooconfig.yaml': {
        prompts: ['Q: {{q}}', 'file://chat.json'],
        providers: [writer],
        defaultTest: judged,
        tests: [
          {
            vars: { q: 'Where? say=Paris', a: 'Lyon' },
            assert: [
              { type: 'factuality', value: 'It is {{a}}.' },
              { type: 'model-graded-factuality', value: 'It is in France.' },
              { type: 'model-graded-closedqa', value: 'names {{a}}' },
            ],
          },
          {
            vars: { q: 'List. json=a,b' },
            assert: [
              { type: 'factuality', value: 'a and b' },
              { type: 'model-graded-closedqa', value: 'is a list' },
              rubric('is a list'),
            ],
          },
        ],
      },
      'chat.json': '[{"role":"user","content":"{{q}}"}]',
    },
  },
  {
    name: "judges' prompts of the config's own",
    calls: 9,
    files: {
      'promptfooconfig.yaml': {
        prompts: ['Say {{x}}'],
        providers: [writer],
        defaultTest: {
          options: {
            provider: judge,
            rubricPrompt: 'Judge <Rubric> "{{ output }}" by {{ rubric }}, for {{x}}.\nReply in JSON.',
          },
        },
        tests: [
          { vars: { x: 'one\n"two"' }, assert: [rubric('is kind'), rubric('is short', { rubricPrompt: '' })] },
          {
            vars: { x: 'json=a,b' },
            assert: [
              rubric('is kind', {
                rubricPrompt: [
                  { role: 'system', content: 'You judge. <Rubric>' },
                  { role: 'user', content: '{{output}} | {{rubric}} | {{x}}' },
                ],
              }),
              rubric('has a chat in a file', { rubricPrompt: 'file://judge.json' }),
              rubric('has a text in a file', { rubricPrompt: 'file://judge.txt' }),
              { type: 'factuality', value: 'one', rubricPrompt: 'Its "category": {{input}} {{ideal}} {{completion}}' },
              {
                type: 'model-graded-closedqa',
                value: 'two',
                rubricPrompt: '[Criterion] {{input}} {{criteria}} {{completion}}',
              },
            ],
          },
        ],
      },
      'judge.json': `[
  { "role": "system", "content": "From a file. <Rubric>" },
  { "role": "user", "content": "{{ output }} by {{ rubric }}" }
]`,
      'judge.txt': '<Rubric> {{ output }} by {{ rubric }}\n',
    },
  },
  {
    name: 'a jury, and a set',
    calls: 6,
    files: {
      'promptfooconfig.yaml': {
        prompts: ['A limerick about {{topic}}.'],
        providers: [writer],
        tests: [
          {
            vars: { topic: 'cats' },
            assert: [
              {
                type: 'assert-set',
                threshold: 0.66,
                assert: ['gpt-4.1', 'gpt-4.1-mini', 'gpt-4o'].map((each) =>
                  rubric('is funny about {{topic}}', { provider: `openai:chat:${each}` }),
                ),
              },
              {
                type: 'assert-set',
                threshold: 0.5,
                weight: 2,
                assert: [rubric('rhymes', { provider: judge }), rubric('is clean', { provider: judge, weight: 0 })],
              },
            ],
          },
        ],
      },
    },
  },
  {
    name: 'g-eval',
    calls: 2,
    files: {
      'promptfooconfig.yaml': {
        prompts: ['Summarise: {{text}}'],
        providers: [writer],
        defaultTest: judged,
        tests: [{ vars: { text: 'Rain.' }, assert: [{ type: 'g-eval', value: ['coherent', 'short'] }, rubric('wet')] }],
      },
    },
    apart: {
      why: 'promptfoo makes two calls for each criterion, steps and score; here one call is one ballot on all of them',
      theirs: { texts: /\*\*Evaluation Criteria\*\*/i, calls: 4 },
      ours: { texts: /^You score a reply to a prompt/, calls: 1 },
    },
  },
  {
    name: 'a closed question to one of Anthropic’s judges',
    calls: 2,
    files: {
      'promptfooconfig.yaml': {
        prompts: ['Say {{x}}'],
        providers: [writer],
        defaultTest: { options: { provider: 'anthropic:messages:claude-sonnet-4-5' } },
        tests: [{ vars: { x: 'a' }, assert: [rubric('kind'), { type: 'model-graded-closedqa', value: 'short' }] }],
      },
    },
    apart: {
      why: "the question is the system's alone, and the API takes none without a turn: promptfoo's call is refused, ours is the user's turn",
      theirs: { texts: /\[Criterion\]/, calls: 0 },
      ours: { texts: /\[Criterion\]: short/, calls: 1 },
    },
  },
];
