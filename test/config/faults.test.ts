import { stringify } from 'yaml';
import { expect, test } from 'vitest';
import { baselineJson } from '../../src/baseline/baseline-json.ts';
import type { Overrides } from '../../src/config/read-config.ts';
import { arm, armRow, subject } from '../baseline/arms.ts';
import { config, faultOf, files, good, rows, rubric, type Files } from './files.ts';

type Case = readonly [what: string, files: Files, code: string, where: string, overrides?: Overrides | undefined];

const top = (what: string, change: object, code: string, line: number, overrides?: Overrides): Case => [
  what,
  files({ 'promptfooconfig.yaml': stringify({ ...change, ...good, ...change }) }),
  code,
  `promptfooconfig.yaml:${line}`,
  overrides,
];

/** A change of the block, written before everything else so that its line is known: the block begins on line 1. */
const block = (what: string, change: object, code: string, line: number, overrides?: Overrides): Case => [
  what,
  files({
    'promptfooconfig.yaml': stringify({
      empanel: { ...change, ...good.empanel, ...change },
      prompts: good.prompts,
      providers: good.providers,
      tests: good.tests,
    }),
  }),
  code,
  `promptfooconfig.yaml:${line}`,
  overrides,
];

const judge = (what: string, change: object, code: string, line: number): Case =>
  block(what, { judges: [{ id: 'a', model: 'openai:gpt-4.1-mini', ...change }] }, code, line);

const inRubric = (what: string, change: object, code: string, line: number): Case => [
  what,
  files({ 'rubric.yaml': stringify({ ...change, ...rubric, ...change }) }),
  code,
  `rubric.yaml:${line}`,
];

const criterion = (what: string, change: object, code: string, line: number): Case =>
  inRubric(
    what,
    { criteria: [{ id: 'right', scale: 'nominal:pass,fail', instructions: 'Fail if wrong.', ...change }] },
    code,
    line,
  );

const data = (what: string, csv: string | Uint8Array, code: string, line: number | null): Case => [
  what,
  files({ 'rows.csv': csv }),
  code,
  line === null ? 'promptfooconfig.yaml:5' : `rows.csv:${line}`,
];

const text = (what: string, yaml: string, code: string, line: number): Case => [
  what,
  files({ 'promptfooconfig.yaml': yaml }),
  code,
  `promptfooconfig.yaml:${line}`,
];

const bomb = [
  'a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]',
  'b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]',
  'c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]',
  'd: [*c, *c, *c, *c, *c, *c, *c, *c, *c]',
].join('\n');

const weighted = (weights: object): object => ({ rule: { kind: 'weighted', weights } });

const answer = (change: object): object => ({
  rubric: undefined,
  answer: { extract: 'lastLine', gold: 'right', prompts: ['{{question}}'], ...change },
});

/** A gate beside files that it names: a baseline of the criterion "right" on one row, without gold and under other criteria too. */
const gate = (what: string, written: unknown, code: string, where: number | string, changed: Files = {}): Case => {
  const [, files] = block(what, { gate: written }, code, 0);
  const verdicts = (id: string, gold: string | null) =>
    baselineJson(arm([subject(id, [armRow('1', { gold, error: gold === null ? null : 0 })])]), { version: '1.2.3' });
  const beside = {
    'baseline.json': verdicts('right', 'pass'),
    'no-gold.json': verdicts('right', null),
    'other.json': verdicts('wrong', 'pass'),
    'report.json': '{"schema":"empanel/report@1"}',
    'rows.txt': '# none yet\n',
    'rows-2.txt': '1\n\n22  # a slip\n',
  };
  return [
    what,
    { ...files, ...beside, ...changed },
    code,
    typeof where === 'number' ? `promptfooconfig.yaml:${where}` : where,
  ];
};

const cases: readonly Case[] = [
  // The file
  [
    'no config',
    files({ 'promptfooconfig.yaml': null, 'promptfooconfig.yml': 'x: 1' }),
    'config/unreadable',
    'promptfooconfig.yaml',
  ],
  text('bad indentation', 'prompts: [1, 2\nb: 3\n', 'config/not-yaml', 2),
  text('a key twice', 'prompts: [a]\ntests: []\nprompts: [b]\n', 'config/not-yaml', 3),
  text('two documents', 'prompts: [a]\n---\nprompts: [b]\n', 'config/not-yaml', 2),
  text('aliases that grow without end', bomb, 'config/not-yaml', 1),
  text('an anchor inside itself', 'tests: &a [*a]\n', 'config/not-yaml', 1),
  text('brackets without end', '['.repeat(5000), 'config/not-yaml', 1),
  text('a tag that nobody knows', 'tests: !ruby/object {}\n', 'config/not-yaml', 1),
  text('no map', '- 1\n', 'config/value', 1),
  text('nothing at all', '', 'config/value', 1),
  [
    'a config in Latin-1',
    files({ 'promptfooconfig.yaml': Buffer.from('a: 1\nb: "caf\xe9"\n', 'latin1') }),
    'config/unreadable',
    'promptfooconfig.yaml:2',
  ],

  // Keys of promptfoo
  top('a misspelt key', { provider: ['echo'] }, 'config/unknown-key', 1),
  top('a key from nowhere', { __proto__x: 1 }, 'config/unknown-key', 1),
  top('an environment', { env: { OPENAI_API_KEY: 'sk-abcdefghijklmnop' } }, 'config/value', 1),
  top('red teaming', { redteam: {} }, 'config/value', 1),
  top('scenarios', { scenarios: [] }, 'config/value', 1),
  top('filters of code', { nunjucksFilters: { up: './up.js' } }, 'config/value', 1),
  top('providers and targets', { targets: ['echo'] }, 'config/value', 1),
  top('a broken limit of promptfoo', { evaluateOptions: { maxConcurrency: 0 } }, 'config/value', 2),
  top('an unknown option of promptfoo', { evaluateOptions: { maxConcurency: 4 } }, 'config/unknown-key', 2),
  top('defaults in another file', { defaultTest: 'file://default.yaml' }, 'config/value', 1),
  top('no block', { empanel: undefined }, 'config/missing', 1),
  top('no tests', { tests: undefined }, 'config/missing', 5),
  top('no prompts', { prompts: undefined }, 'config/missing', 4),
  top('no providers', { providers: undefined }, 'config/missing', 4),

  // Prompts
  top('a variable that no row has', { prompts: ['{{replay}}'] }, 'template/variable', 2),
  top('the environment in a prompt', { prompts: ['{{ env.HOME }}'] }, 'template/variable', 2),
  top('a broken template', { prompts: ['{% if reply %}'] }, 'template/broken', 2),
  top('a filter that does not exist', { prompts: ['{{ reply | shout }}'] }, 'template/broken', 2),
  top('an included file', { prompts: ['{% include "/etc/passwd" %}'] }, 'template/broken', 2),
  top('a prompt file that is not there', { prompts: ['file://promt.txt'] }, 'config/unreadable', 2),
  top('a prompt of code', { prompts: ['file://prompt.js'] }, 'config/value', 2),
  top('a chat', { prompts: ['[{"role": "user", "content": "{{reply}}"}]'] }, 'config/value', 2),
  top('no prompt in the list', { prompts: [] }, 'config/missing', 1),
  top('a prompt without text', { prompts: [{ label: 'plain' }] }, 'config/missing', 2),
  top(
    'two prompts of one name',
    {
      prompts: [
        { label: 'x', raw: 'a' },
        { label: 'x', raw: 'b' },
      ],
    },
    'config/value',
    4,
  ),
  [
    'a variable on the third line of a file',
    files({ 'promptfooconfig.yaml': config({ prompts: ['file://p.txt'] }), 'p.txt': '\nRead:\n{{ replly }}\n' }),
    'template/variable',
    'p.txt:3',
  ],

  // Providers
  top('a provider of code', { providers: ['python:judge.py'] }, 'config/value', 2),
  top('a provider in a file', { providers: ['file://provider.ts'] }, 'config/value', 2),
  top('a provider that is a command', { providers: ['exec:./run.sh'] }, 'config/value', 2),
  top('a service that is not known', { providers: ['opanai:gpt-4.1'] }, 'config/value', 2),
  top(
    'a key in the file',
    { providers: [{ id: 'openai:gpt-4.1', config: { apiKey: 'sk-abcdefghijklmnop' } }] },
    'config/value',
    4,
  ),
  top(
    'a setting that would be lost',
    { providers: [{ id: 'openai:gpt-4.1', config: { temprature: 1 } }] },
    'config/unknown-key',
    4,
  ),
  top('two providers of one name', { providers: ['echo', 'echo'] }, 'config/value', 3),

  // Data
  top('tests from the web', { tests: 'https://example.com/rows.csv' }, 'config/value', 1),
  top('tests from a hub', { tests: 'huggingface://datasets/x' }, 'config/value', 1),
  top('tests from code', { tests: 'file://make.py' }, 'config/value', 1),
  top('tests by pattern', { tests: 'file://*.csv' }, 'config/value', 1),
  top('a generator', { tests: { path: 'file://make.ts' } }, 'config/value', 1),
  top('tests that are not there', { tests: 'file://row.csv' }, 'dataset/unreadable', 1),
  top('a misspelt key of a test', { tests: [{ var: { reply: 'x' } }] }, 'config/unknown-key', 2),
  top('a test without variables', { tests: [{ vars: 'x' }] }, 'config/value', 2),
  top('a file in a variable', { tests: [{ vars: { id: 1, reply: 'file://x.txt' } }] }, 'config/value', 4),
  top('no tests in the list', { tests: [] }, 'dataset/empty', 1),
  data('a header alone', 'id,question,reply,right\n', 'dataset/empty', null),
  data('a column twice', 'id,reply,reply\n1,a,b\n', 'dataset/column', 1),
  data('a record too long', `${rows}4,a,b,pass,x\n`, 'dataset/unreadable', 5),
  data(
    'a quote left open',
    'id,question,reply,right\r\n1,"a\r\nb",c,pass\r\n2,"d,e,fail\r\n3,f,g,pass\r\n',
    'dataset/unreadable',
    4,
  ),
  data('a quote in the middle', 'id,question,reply,right\n1,a "b",c,pass\n', 'dataset/unreadable', 2),
  data('bytes that are no UTF-8', Buffer.from(`${rows}4,caf\xe9,x,pass\n`, 'latin1'), 'dataset/unreadable', 5),
  data('an id twice', `${rows}2,a,b,pass\n`, 'row/duplicate', 5),
  data('an empty id', `${rows},a,b,pass\n`, 'dataset/column', 5),
  data('gold off the scale', 'id,question,reply,right\n1,"a\nb",c,pass\n2,d,e,Pass\n', 'row/gold-off-scale', 4),
  [
    'broken JSON Lines',
    files({ 'promptfooconfig.yaml': config({ tests: 'file://rows.jsonl' }), 'rows.jsonl': '{"id": 1}\n{"id": 2,}\n' }),
    'dataset/unreadable',
    'rows.jsonl:2',
  ],
  [
    'a line that is no object',
    files({ 'promptfooconfig.yaml': config({ tests: 'file://rows.jsonl' }), 'rows.jsonl': '{"id": 1}\n[1, 2]\n' }),
    'dataset/unreadable',
    'rows.jsonl:2',
  ],
  [
    'broken JSON',
    files({
      'promptfooconfig.yaml': config({ tests: 'file://rows.json' }),
      'rows.json': '[\n {"id": 1},\n {"id" 2}\n]\n',
    }),
    'dataset/unreadable',
    'rows.json:3',
  ],
  [
    'JSON without a list',
    files({ 'promptfooconfig.yaml': config({ tests: 'file://rows.json' }), 'rows.json': '{"id": 1}' }),
    'dataset/unreadable',
    'rows.json:1',
  ],
  block('ids from a column that is not there', { rows: { id: 'ids' } }, 'dataset/column', 3),
  block('groups from a column that is not there', { rows: { group: 'topic' } }, 'dataset/column', 3),

  // The block
  block('a misspelt key of the block', { judgs: [] }, 'config/unknown-key', 2),
  block('no question', { rubric: undefined }, 'config/missing', 1),
  block('no judges', { judges: undefined }, 'config/missing', 1),
  block('an empty panel', { judges: [] }, 'config/value', 2),
  block('an unknown privacy', { privacy: 'none' }, 'config/value', 2),

  // Judges
  judge('a misspelt key of a judge', { temprature: 1 }, 'config/unknown-key', 5),
  judge('a judge without a model', { model: undefined }, 'config/missing', 3),
  judge('a model without a service', { model: 'gpt-4.1-mini' }, 'config/value', 4),
  judge('a service without a model', { model: 'openai:' }, 'config/value', 4),
  judge('another kind of call', { model: 'openai:embedding:text-3' }, 'config/value', 4),
  judge('a server without an address', { model: 'compatible:llama' }, 'config/value', 4),
  judge('a password in an address', { baseUrl: 'https://me:secret@example.com/v1' }, 'config/value', 5),
  judge('a key for a name', { key: 'sk-proj-abcdefghijklmnopqrstuvwx' }, 'config/value', 5),
  judge('a key for a model', { model: 'sk-proj-abcdefghijklmnopqrstuvwx' }, 'config/value', 4),
  judge('samples in words', { samples: 'three' }, 'config/value', 5),
  judge('half a sample', { samples: 1.5 }, 'config/value', 5),
  judge('a temperature in words', { temperature: [0.2, 'hot'] }, 'config/value', 7),
  judge('no temperature at all', { temperature: [] }, 'config/value', 5),
  judge('a variant that is not there', { variants: ['plain', 'strikt'] }, 'panel/judge', 5),
  judge('a judge called *', { id: '*' }, 'config/value', 3),
  judge('an unknown part', { asks: 'answers' }, 'config/value', 5),
  judge('a price without its half', { price: { input: 1 } }, 'config/missing', 5),
  judge('a judge that is not asked', { asks: 'answer' }, 'panel/judge', 2),
  block(
    'two judges of one name',
    {
      judges: [
        { id: 'a', model: 'openai:x' },
        { id: 'b', model: 'openai:x' },
        { id: 'a', model: 'openai:y' },
      ],
    },
    'panel/judge',
    7,
  ),
  block('a temperature twice', { judges: [{ id: 'a', model: 'openai:x', temperature: [1, 1] }] }, 'panel/judge', 3),
  ['a judge that is not seated', files(), 'panel/judge', '', { judges: ['c'] }],

  // The count
  block('a rule that is not there', { rule: 'majorty' }, 'rule/unknown', 2),
  block('a threshold in words', { rule: { kind: 'threshold', atLeast: 'most' } }, 'rule/unknown', 4),
  block('a threshold without a mark', { rule: { kind: 'threshold' } }, 'config/missing', 3),
  block('weights without use', { rule: { kind: 'majority', weights: { a: 2 } } }, 'config/value', 4),
  block('a weight of nobody', weighted({ a: 2, 'b@0.2': 1 }), 'rule/unknown', 6),
  block('half a weight', weighted({ a: 1.5 }), 'config/value', 5),
  block('a priority without an order', { rule: { kind: 'majority', tie: 'priority' } }, 'config/missing', 4),
  block('a positive label that is not there', { rule: { kind: 'plurality', positive: 'good' } }, 'config/value', 2),
  block('means of labels', { rule: 'mean' }, 'scale/forbids-rule', 2),
  block('the best of labels without scores', { rule: 'bestOfN' }, 'scale/forbids-rule', 2),
  block('ties that fail among three levels', { rule: { kind: 'majority', tie: 'fail' } }, 'scale/forbids-rule', 2),
  block('a quorum above the panel', { quorum: 7 }, 'panel/quorum', 2),
  block('a quorum above fewer samples', { quorum: 5 }, 'panel/quorum', 2, { samples: 1, judges: ['b'] }),
  block(
    'a quorum of all where criteria have panels of different sizes',
    {
      quorum: 'all',
      answer: { extract: 'lastLine', prompts: ['{{question}}'] },
      judges: [
        { id: 'a', model: 'openai:x', samples: 3 },
        { id: 'b', model: 'openai:x', asks: 'judge', samples: 6 },
      ],
      rule: 'plurality',
    },
    'panel/quorum',
    2,
  ),
  block('a quorum of none', { quorum: { atLeast: 0 } }, 'config/value', 3),
  block(
    'a lack of a quorum that does something else',
    { quorum: { atLeast: 2, otherwise: 'retry' } },
    'config/value',
    4,
  ),
  block('more criteria than there are', { combine: { atLeast: 3 } }, 'config/value', 3),
  block('a weight above all weights', { combine: { weights: { right: 1, kind: 1 }, atLeast: 3 } }, 'config/value', 6),
  block('any criterion', { combine: 'any' }, 'config/value', 2),
  block('a weight of no criterion', { combine: { weights: { rihgt: 1, kind: 1 }, atLeast: 0.5 } }, 'config/value', 4),
  block('a criterion without a weight', { combine: { weights: { right: 1 }, atLeast: 0.5 } }, 'config/missing', 3),
  block('passes of a scale that has none', { combine: 'all' }, 'scale/forbids-rule', 2),
  block('a budget of nothing', { limits: { usd: 0 } }, 'config/value', 3),
  block('a deadline without a number', { limits: { deadline: 'soon' } }, 'config/value', 3),
  block('a margin of one', { curve: { margin: 1 } }, 'config/value', 3),
  block('a design that is not there', { curve: { design: ['roundrobin'] } }, 'config/value', 4),

  // Gates
  gate('a gate that asks nothing', {}, 'config/missing', 2),
  gate('a gate that is empty', null, 'config/value', 2),
  gate('no gate in the list', [], 'config/value', 2),
  gate('a gate in words', 'passRate >= 0.9', 'config/value', 2),
  gate('a misspelt key of a gate', { guards: ['1'] }, 'config/unknown-key', 3),
  gate('a key of another kind of gate', { metric: 'cost', atMost: 1, margin: 0.1 }, 'config/unknown-key', 5),
  gate('a baseline and a guard in one', { baseline: 'baseline.json', guard: ['1'] }, 'config/value', 4),
  gate('a metric that is not there', { metric: 'passrates', atLeast: 0.9 }, 'config/value', 3),
  gate('a metric from elsewhere', [{ metric: 'accuracy', atLeast: 0.9 }], 'config/value', 3),
  gate('a bound without a number', { metric: 'undecided' }, 'config/missing', 2),
  gate('two bounds', { metric: 'undecided', atLeast: 0.1, atMost: 0.2 }, 'config/value', 4),
  gate('a bound on the good side', { metric: 'passRate', criterion: 'right', atMost: 0.9 }, 'config/value', 5),
  gate('a share in per cent', { metric: 'passRate', criterion: 'right', atLeast: 90 }, 'config/value', 5),
  gate('passes of all rows', { metric: 'passRate', criterion: 'right', atLeast: 1 }, 'config/value', 5),
  gate('errors on no row', { metric: 'errorRate', criterion: 'right', atMost: 0 }, 'config/value', 5),
  gate('a share with a sign', { metric: 'undecided', atMost: '2.5%' }, 'config/value', 4),
  gate('a share below 0', { metric: 'undecided', atMost: -0.1 }, 'config/value', 4),
  gate('a price in words', { metric: 'cost', atMost: '2 cents' }, 'config/value', 4),
  gate('a latency without a unit that is known', { metric: 'latency', atMost: '5 sec' }, 'config/value', 4),
  gate('an agreement above 1', { metric: 'agreement', atLeast: 67 }, 'config/value', 4),
  gate('a confidence in per cent', { metric: 'cost', atMost: 1, level: 95 }, 'config/value', 5),
  gate('a confidence of a half', { metric: 'cost', atMost: 1, level: 0.5 }, 'config/value', 5),
  gate('a confidence below a half', { metric: 'cost', atMost: 1, level: 0.05 }, 'config/value', 5),
  gate(
    'something else to do where it is open',
    { metric: 'cost', atMost: 1, onInconclusive: 'retry' },
    'config/value',
    5,
  ),
  gate('a gate on no criterion', { metric: 'undecided', criterion: 'rihgt', atMost: 0.1 }, 'config/value', 4),
  gate(
    'all together where nothing combines',
    { metric: 'undecided', criterion: 'combined', atMost: 0.1 },
    'config/value',
    4,
  ),
  gate('errors without gold', { metric: 'errorRate', atMost: 0.1 }, 'config/value', 2),
  gate('passes of levels without a mark', { metric: 'passRate', criterion: 'kind', atLeast: 0.9 }, 'config/value', 4),
  block(
    'passes of open answers',
    { gate: { metric: 'passRate', atLeast: 0.9 }, ...answer({}), rule: 'plurality' },
    'config/value',
    2,
  ),
  [
    'agreement of all together',
    files({
      'promptfooconfig.yaml': stringify({
        empanel: {
          gate: { metric: 'agreement', criterion: 'combined', atLeast: 0.5 },
          combine: 'all',
          ...good.empanel,
        },
        prompts: good.prompts,
        providers: good.providers,
        tests: good.tests,
      }),
      'rubric.yaml': stringify({ ...rubric, criteria: rubric.criteria.slice(0, 1) }),
    }),
    'config/value',
    'promptfooconfig.yaml:4',
  ],
  top(
    'gold of outputs that are sampled anew',
    {
      empanel: { gate: { metric: 'errorRate', criterion: 'right', atMost: 0.1 }, ...good.empanel },
      providers: ['openai:gpt-4.1-mini'],
    },
    'config/value',
    4,
  ),
  gate('no margin', { baseline: 'baseline.json' }, 'config/missing', 2),
  gate('a margin of nothing', { baseline: 'baseline.json', margin: 0 }, 'config/value', 4),
  gate('a margin in points', { baseline: 'baseline.json', margin: 2 }, 'config/value', 4),
  gate('a margin of all rows', { baseline: 'baseline.json', margin: 1 }, 'config/value', 4),
  gate(
    'a baseline that is not there',
    { baseline: 'file://basline.json', margin: 0.02, criterion: 'right' },
    'baseline/unreadable',
    3,
  ),
  gate(
    'a report for a baseline',
    { baseline: 'report.json', margin: 0.02, criterion: 'right' },
    'baseline/corrupt',
    'report.json',
  ),
  gate('a baseline of another rubric', { baseline: 'other.json', margin: 0.02, criterion: 'right' }, 'config/value', 3),
  gate('a baseline of some of the criteria', { baseline: 'baseline.json', margin: 0.02 }, 'config/value', 3, {
    'rubric.yaml': stringify({
      ...rubric,
      criteria: [rubric.criteria[0], { id: 'safe', scale: 'nominal:pass,fail', instructions: 'Fail if unsafe.' }],
    }),
  }),
  gate(
    'a baseline without gold',
    { baseline: 'no-gold.json', margin: 0.02, metric: 'errorRate', criterion: 'right' },
    'config/value',
    5,
  ),
  gate('a baseline on cost', { baseline: 'baseline.json', margin: 0.02, metric: 'cost' }, 'config/value', 5),
  gate(
    'a difference that cannot be allowed',
    { baseline: 'baseline.json', margin: 0.02, allow: ['panel'] },
    'config/value',
    6,
  ),
  gate(
    'a comparison where nothing is right and nothing passes',
    { baseline: 'baseline.json', margin: 0.02 },
    'config/value',
    2,
  ),
  gate('no row to guard', { guard: [], criterion: 'right' }, 'config/value', 3),
  gate('no row in the file to guard', { guard: 'file://rows.txt', criterion: 'right' }, 'config/value', 3),
  gate('a guarded row that is not there', { guard: ['1', 'row-2'], criterion: 'right' }, 'config/value', 5),
  gate(
    'a row in a file that is not there',
    { guard: 'file://rows-2.txt', criterion: 'right' },
    'config/value',
    'rows-2.txt:3',
  ),
  gate('a file in place of rows', { guard: 'rows.txt', criterion: 'right' }, 'config/value', 3),
  gate('a file of rows that is not there', { guard: 'file://row.txt', criterion: 'right' }, 'config/unreadable', 3),
  gate('rows that must do something else', { guard: ['1'], must: 'win' }, 'config/value', 5),
  gate('rows that must be right without gold', { guard: ['1'], criterion: 'kind', must: 'correct' }, 'config/value', 5),

  // The rehearsal
  block('a simulated judge that is not seated', { rehearsal: { judges: { c: { error: 0.1 } } } }, 'panel/judge', 4),
  block('an error above one', { rehearsal: { judges: { a: { error: 12 } } } }, 'config/value', 5),
  block('an unknown fault of the wire', { rehearsal: { faults: { timeouts: 0.1 } } }, 'config/unknown-key', 4),
  block(
    'more shared variance than there is',
    { rehearsal: { correlation: 0.7, stubbornness: 0.6 } },
    'config/value',
    4,
  ),
  block(
    'a difficulty from nowhere',
    { rehearsal: { difficulty: { column: 'difficulty', shifts: {} } } },
    'dataset/column',
    4,
  ),
  block('a tail below the middle', { rehearsal: { latency: { median: '3s', p95: '2s' } } }, 'config/value', 5),

  // The rubric
  [
    'a rubric that is not there',
    files({ 'rubric.yaml': null, 'rubrics.yaml': 'x' }),
    'config/unreadable',
    'promptfooconfig.yaml:7',
  ],
  inRubric('no criteria', { criteria: [] }, 'rubric/no-criteria', 1),
  inRubric('a misspelt key of the rubric', { criterias: [] }, 'config/unknown-key', 1),
  inRubric('an input that is not there', { inputs: ['questions'] }, 'dataset/column', 2),
  inRubric('gold for an input', { inputs: ['question', 'right'] }, 'rubric/gold', 3),
  inRubric('the id for an input', { inputs: ['id'] }, 'rubric/gold', 2),
  inRubric('a variant twice', { variants: [{ id: 'plain' }, { id: 'plain' }] }, 'rubric/value', 3),
  inRubric('a criterion twice', { criteria: [rubric.criteria[1], rubric.criteria[1]] }, 'rubric/value', 6),
  criterion('gold from a column that is not there', { gold: 'rihgt' }, 'rubric/gold', 5),
  criterion('no instructions', { instructions: undefined }, 'config/missing', 2),
  criterion('an unknown scale', { scale: 'ratio:0..1' }, 'rubric/value', 3),
  criterion('a scale of one label', { scale: 'nominal:pass' }, 'rubric/value', 3),
  criterion('labels that were not listed', { scale: { kind: 'nominal' } }, 'config/missing', 3),
  criterion('an interval the wrong way round', { scale: { kind: 'interval', min: 1, max: 0 } }, 'rubric/value', 3),
  criterion('a kind of scale that is not there', { scale: { kind: 'ordnal', levels: [1, 2] } }, 'rubric/value', 4),
  criterion('a level off the scale', { levels: { passed: 'Right.' } }, 'rubric/value', 6),
  criterion('an example off the scale', { examples: [{ output: '4', value: 'Pass' }] }, 'rubric/value', 7),

  // The answer
  block('an answer without a way to read it', answer({ extract: undefined }), 'config/missing', 2),
  block('an unknown way to read an answer', answer({ extract: 'lastline' }), 'config/value', 3),
  block('labels that were not listed for the answer', answer({ extract: { kind: 'label' } }), 'config/missing', 3),
  block('a broken expression', answer({ extract: { kind: 'regex', pattern: '(' } }), 'config/value', 5),
  block('gold in the question', answer({ prompts: ['{{question}} {{right}}'] }), 'rubric/gold', 6),
  block('gold of the answer from nowhere', answer({ gold: 'answer' }), 'rubric/gold', 4),
  block('an answer without prompts of its own beside echo', { answer: { extract: 'lastLine' } }, 'config/missing', 2),
  block(
    'an answer with the name of a criterion',
    { answer: { id: 'right', extract: 'lastLine', prompts: ['{{question}}'] } },
    'config/value',
    2,
  ),
  [
    'gold that is none of the labels of the answer',
    files({
      'promptfooconfig.yaml': config({}, answer({ extract: { kind: 'label', labels: ['fail', 'B'] } })),
    }),
    'row/gold-off-scale',
    'rows.csv:2',
  ],
  block(
    'ties that fail among open answers',
    { rule: { kind: 'plurality', tie: 'fail' }, ...answer({}) },
    'scale/forbids-rule',
    2,
  ),
];

test.for(cases)('%s', async ([, files, code, where, overrides]) => {
  const told = await faultOf(files, overrides);
  expect({ code: told.code, where: told.where }).toEqual({ code, where });
  expect(told.message.split('\n').length).toBeGreaterThan(1); // what was found, then what to do
  expect(`${told.where}\n${told.message}`).toMatchSnapshot();
});

test('No message of any case shows a key or a password', async () => {
  for (const [, files, , , overrides] of cases) {
    const { message } = await faultOf(files, overrides);
    expect(message).not.toMatch(/sk-proj|sk-abc|secret@/);
  }
});
