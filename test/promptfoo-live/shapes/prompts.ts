import { judge, judged, rubric, writer, type Shape } from './shape.ts';

/** Prompts, the providers that they go to, and the templates in them. */
export const promptShapes: readonly Shape[] = [
  {
    name: 'an inline prompt with variables',
    calls: 5,
    files: {
      'promptfooconfig.yaml': `
prompts:
  - 'Explain {{topic}} to {{reader | default("anybody")}}.'
providers: [openai:gpt-4o-mini]
defaultTest:
  options: { provider: 'openai:gpt-4.1' }
  assert:
    - { type: llm-rubric, value: 'is about {{topic}}' }
tests:
  - vars: { topic: 'rain & "snow"' }
    assert:
      - type: llm-rubric
        value: |
          is short
          and kind to {{reader}}
  - vars: { topic: "tides\\n", reader: '<b>children</b>' }
`,
    },
  },
  {
    name: 'chats, in JSON and in YAML, from files and inline',
    calls: 6,
    files: {
      'promptfooconfig.yaml': {
        prompts: [
          'file://prompts/chat.json',
          'file://prompts/chat.yaml',
          '[\n  {"role": "user", "content": "Inline: {{ question }}"}\n]',
        ],
        providers: [writer],
        defaultTest: judged,
        tests: [{ vars: { question: 'Is "2 + 2" \\ 4?\n\tYes' }, assert: [rubric('answers {{question}}')] }],
      },
      'prompts/chat.json': `[
  { "role": "system", "content": "You are terse." },
  { "role": "user", "content": "Hello" },
  { "role": "assistant", "content": "Yes?" },
  { "role": "user", "content": "{{ question }}" }
]
`,
      'prompts/chat.yaml': `- role: system
  content: |
    You are terse.
    You say "{{ question | replace("2", "two") }}".
- role: user
  content: Go on
`,
    },
  },
  {
    name: 'several prompts and providers, some for one another',
    calls: 30,
    files: {
      'promptfooconfig.yaml': {
        prompts: [
          { raw: 'Short: {{q}}', label: 'short' },
          { raw: 'Long: {{q}}', label: 'long' },
          'file://prompts/*.txt',
        ],
        providers: [
          { id: writer, label: 'mild', config: { temperature: 0.3, max_tokens: 200 }, prompts: ['short'] },
          { id: writer, label: 'wild', config: { temperature: 1.5, top_p: 0.9, seed: 7 } },
          { id: 'openai:gpt-4.1-nano', config: { max_tokens: 20 }, prompts: ['long', 'short'] },
        ],
        // A judge that goes by a provider's label has its settings too.
        defaultTest: { options: { provider: 'mild' } },
        tests: [
          { vars: { q: 'one' }, assert: [rubric('good')] },
          {
            vars: { q: 'two' },
            assert: [rubric('fine', { provider: { id: 'openai:chat:gpt-4o', config: { temperature: 0.7 } } })],
          },
          { vars: { q: 'three' }, prompts: ['long'], providers: ['wild'], assert: [rubric('well')] },
        ],
      },
      'prompts/two.txt': 'First of the file: {{q}}\n---\n\nSecond of the file: {{q}}\n',
    },
  },
  {
    name: 'maps of variables, loops and filters',
    calls: 6,
    files: {
      'promptfooconfig.yaml': `
prompts:
  - |
    {% for item in order.items %}{{ loop.index }}. {{ item.name | upper }} x{{ item.count }}
    {% endfor %}
    {%- if order.gift %}It is a gift.{% else %}No gift.{% endif %}
    {{ order.note | trim | replace("a", "b") }} {{ order }} {{ tags | join("/") }} {{ number + 1 }} {{ missing }}
  - file://chat.json
providers: ['${writer}']
defaultTest: { options: { provider: '${judge}' }, vars: { missing: '' } }
tests:
  - vars:
      order: { gift: true, note: ' an apple ', items: [{ name: tea, count: 2 }, { name: "c'up", count: 1 }] }
      tags: [[1, 2], 3]
      number: 41
    assert:
      - { type: llm-rubric, value: 'names {{ order.items[0].name }} and {{ order }} {{ number }} {{ nobody }}' }
      - { type: llm-rubric, value: '{% for item in order.items %}{{ item.name }};{% endfor %}' }
`,
      'chat.json': '[{"role":"user","content":"{{ order.note }} {{ order | dump }} {{ tags }}"}]',
    },
  },
  {
    name: 'a prefix and a suffix, and variables of the environment',
    calls: 8,
    files: {
      'promptfooconfig.yaml': {
        prompts: ['Say {{x}} on {{env.TOPIC}}', '{{x | upper}}'],
        providers: [{ id: 'openai:chat:{{env.MODEL}}' }],
        env: { TOPIC: 'tides' },
        defaultTest: {
          options: { provider: judge, prefix: 'Be {{mood}}. ', suffix: '\n\nThanks.' },
          vars: { mood: 'kind' },
        },
        tests: [
          { vars: { x: 'a' }, assert: [rubric('is on {{env.TOPIC}}')] },
          { vars: { x: 'b' }, options: { suffix: '!' }, assert: [rubric('is {{mood}}')] },
        ],
      },
    },
    env: { MODEL: 'gpt-4o-mini' },
  },
  {
    name: "Anthropic's models, as writers and as judges",
    calls: 12,
    files: {
      'promptfooconfig.yaml': {
        prompts: ['Hi {{q}}', 'file://chat.json'],
        providers: [
          'anthropic:messages:claude-haiku-4-5',
          { id: 'anthropic:messages:claude-haiku-4-5', label: 'warm', config: { temperature: 0.4, max_tokens: 300 } },
        ],
        defaultTest: { options: { provider: 'anthropic:messages:claude-sonnet-4-5' } },
        tests: [{ vars: { q: 'there' }, assert: [rubric('greets'), { type: 'factuality', value: 'Hi there' }] }],
      },
      'chat.json': `[
  { "role": "system", "content": "You are terse." },
  { "role": "user", "content": "{{q}}" },
  { "role": "assistant", "content": "Yes?" },
  { "role": "user", "content": "Go on" }
]`,
    },
  },
];
