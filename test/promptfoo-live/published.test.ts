import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { empanel, project } from './eval.ts';
import { modelServer } from './server.ts';

// Configs of the shapes that promptfoo's users publish most: each runs to a report, or is refused before anything is sent.

const published = (): string => {
  const folder = project({});
  cpSync(join(import.meta.dirname, '../suite/published'), folder, { recursive: true });
  return folder;
};

const files = [
  'index.html',
  'report.json',
  'summary.md',
  'junit.xml',
  'verdicts.csv',
  'ballots.jsonl',
  'ledger.db',
] as const;

/** Ballots by judge and criterion, as the run's own file has them. */
const ballotsIn = (run: string): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const line of readFileSync(join(run, 'ballots.jsonl'), 'utf8').trim().split('\n')) {
    const { judge, criterion } = JSON.parse(line) as { readonly judge?: string; readonly criterion?: string };
    if (judge === undefined || criterion === undefined) continue;
    const key = `${judge} · ${criterion}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
};

type Runs = {
  readonly config: string;
  readonly flags?: string;
  readonly rows: number;
  readonly calls: number; // for outputs and by judges; code calls nobody
  readonly ballots: Readonly<Record<string, number>>;
  readonly says?: string;
};

const gpt = 'openai:chat:gpt-4.1';

test.for<Runs>([
  {
    config: 'assistant',
    rows: 8,
    calls: 8 + 12,
    ballots: {
      'openai:gpt-4.1 · llm-rubric: does not describe itself as an AI,…': 8,
      'openai:gpt-4.1 · llm-rubric': 4,
      'code · not-icontains: as an AI': 8,
      'code · icontains-any': 4,
      'code · latency': 4,
    },
  },
  {
    config: 'assistant',
    flags: '--samples 3',
    rows: 8,
    calls: 8 + 36,
    ballots: {
      'openai:gpt-4.1 · llm-rubric: does not describe itself as an AI,…': 24,
      'openai:gpt-4.1 · llm-rubric': 12,
      'code · not-icontains: as an AI': 8,
      'code · icontains-any': 4,
      'code · latency': 4,
    },
    says: 'temperature 0',
  },
  {
    config: 'extraction',
    flags: '--allow-code',
    rows: 2,
    calls: 2,
    ballots: { 'code · contains-json': 2, 'code · regex': 2, 'code · javascript': 2 },
  },
  {
    config: 'jury',
    rows: 2,
    calls: 2 + 6,
    ballots: { [`${gpt} · funny`]: 2, 'openai:chat:gpt-4.1-mini · funny': 2, 'openai:chat:gpt-4o · funny': 2 },
    says: 'it passes with 2 of 3 votes',
  },
  {
    config: 'local',
    rows: 1,
    calls: 1 + 2,
    ballots: { 'openai:chat:gpt-4.1-mini · llm-rubric': 1, 'openai:chat:gpt-4.1-mini · g-eval': 1 },
  },
  {
    config: 'rag',
    rows: 2,
    calls: 2 + 3,
    ballots: { [`${gpt} · facts`]: 2, [`${gpt} · model-graded-closedqa`]: 1, 'code · contains-any': 1 },
  },
  {
    config: 'scenarios',
    rows: 4,
    calls: 4 + 4,
    ballots: { [`${gpt} · llm-rubric`]: 4, 'code · word-count': 4 },
  },
  {
    config: 'spreadsheet',
    rows: 3,
    calls: 3 + 2,
    ballots: {
      [`${gpt} · llm-rubric`]: 2,
      'code · contains': 1,
      'code · icontains-all': 1,
      'code · not-contains': 1,
      'code · starts-with': 1,
    },
    says: '"outputPath"',
  },
])('$config runs to a report, $calls calls', async ({ config, flags, rows, calls, ballots, says = '' }) => {
  await using server = await modelServer();
  const folder = published();
  const { code, stderr } = await empanel({
    folder,
    server,
    args: ['run', `${config}.yaml`, '--out', 'run', ...(flags?.split(' ') ?? [])],
    env: { OLLAMA_BASE_URL: server.openai.replace(/\/v1$/, '') },
  });
  expect(code, stderr).toBe(0);
  expect(stderr).toContain(says);
  expect(server.log).toHaveLength(calls);
  expect(files.filter((name) => !existsSync(join(folder, 'run', name)))).toEqual([]);
  expect(ballotsIn(join(folder, 'run'))).toEqual(ballots);
  const cast = Object.values(ballots).reduce((sum, count) => sum + count, 0);
  expect(JSON.parse(readFileSync(join(folder, 'run/report.json'), 'utf8'))).toMatchObject({
    rows,
    ballots: { cast, abstained: 0, invalid: 0, failed: 0 },
    run: { complete: true, retries: 0 },
  });
});

/** What is said of a config that is refused, and nothing is sent. */
const refusal = async (config: string): Promise<string> => {
  await using server = await modelServer();
  const folder = published();
  const { code, stdout, stderr } = await empanel({ folder, server, args: ['run', `${config}.yaml`, '--out', 'run'] });
  expect([code, stdout, server.stats().requests]).toEqual([2, '', 0]);
  expect(existsSync(join(folder, 'run'))).toBe(false);
  return stderr.trim();
};

test('Code of a config waits until it is allowed', async () => {
  expect(await refusal('extraction')).toMatchInlineSnapshot(`
    "error: extraction.yaml:16: An assertion is "javascript": it runs code of the config on this machine, and a config may come from anywhere.
    Read the code; then run again with --allow-code. [assertion/code]"
  `);
});

test('A program as a provider is refused', async () => {
  expect(await refusal('python')).toMatchInlineSnapshot(`
    "error: python.yaml:3: "python:provider.py" is called in a way of its own, and a panel speaks the protocols of OpenAI and Anthropic, so it can't be asked.
    Where it has an address that speaks Chat Completions, write {id: openai:chat:MODEL, config: {apiBaseUrl: …, apiKeyEnvar: …}}. Or leave it to \`promptfoo eval\`, with empanel as its grader. [config/value]"
  `);
});

test('Red teaming is refused', async () => {
  expect(await refusal('red-team')).toMatchInlineSnapshot(`
    "error: red-team.yaml:4: "redteam" of the file can't be honoured by a panel, and without it the results would differ.
    A panel judges rows that exist. Generate them with promptfoo, and name the file in "tests". [config/value]"
  `);
});

test('Embeddings are refused', async () => {
  expect(await refusal('similarity')).toMatchInlineSnapshot(`
    "error: similarity.yaml:9: An assertion of type "similar" can't be run by a panel: it compares embeddings, and a panel asks no embedding model.
    Ask a judge whether the meaning is the same, with "llm-rubric" or "factuality". Keep such tests in a config of their own for \`promptfoo eval\`, with empanel as its grader. \`--with promptfoo\` doesn't run it either: it only reads the config. [assertion/type]"
  `);
});
