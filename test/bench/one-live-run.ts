// One measured run in a process of its own: `wire` is undici alone under p-map, `bare` the official SDK under p-map, and `empanel` the
// whole run with prompts, lanes, ledger and recording; wall time is that of the calls, CPU that of everything.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [, , mode = 'bare', baseUrl = '', callsText = '1000', width = '50'] = process.argv;
const calls = Number(callsText);
const concurrency = Number(width);
const policy = 'Bikes may be returned within 30 days of delivery, unused, with the receipt. '.repeat(20);

const messages = (at: number): readonly object[] => [
  { role: 'system', content: 'You are one judge of a panel.' },
  { role: 'user', content: `${policy} Row ${at}.` },
];

const wire = async (): Promise<() => Promise<number>> => {
  const [{ Agent, request }, { default: pMap }] = await Promise.all([import('undici'), import('p-map')]);
  const dispatcher = new Agent();
  return async () => {
    const begun = performance.now();
    await pMap(
      Array.from({ length: calls }, (_, at) => at),
      async (at) => {
        const { body } = await request(`${baseUrl}/chat/completions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: 'Bearer none' },
          body: JSON.stringify({ model: 'gpt-4.1-mini', max_tokens: 300, messages: messages(at) }),
          dispatcher,
        });
        await body.json();
      },
      { concurrency },
    );
    return performance.now() - begun;
  };
};

const bare = async (): Promise<() => Promise<number>> => {
  const [{ default: OpenAI }, { default: pMap }] = await Promise.all([import('openai'), import('p-map')]);
  const client = new OpenAI({ apiKey: 'none', baseURL: baseUrl, maxRetries: 0, logLevel: 'off' });
  return async () => {
    const begun = performance.now();
    await pMap(
      Array.from({ length: calls }, (_, at) => at),
      (at) =>
        client.chat.completions.create({
          model: 'gpt-4.1-mini',
          max_tokens: 300,
          messages: messages(at) as never,
        }),
      { concurrency },
    );
    return performance.now() - begun;
  };
};

const empanel = async (): Promise<() => Promise<number>> => {
  const [{ prepareRun }, { runPanel }, { sqliteLedger }] = await Promise.all([
    import('../../dist/live/prepare.js'),
    import('../../dist/live/run-panel.js'),
    import('../../dist/ledger/sqlite.js'),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'empanel-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const rows = Array.from({ length: calls / 10 }, (_, at) => `r${at},"${policy} Row ${at}.",Yes.,pass`);
  writeFileSync(join(folder, 'rows.csv'), `id,policy,answer,right\n${rows.join('\n')}\n`);
  writeFileSync(
    join(folder, 'rubric.yaml'),
    'name: r\ninputs: [policy]\ncriteria:\n  - {id: right, scale: {kind: nominal, labels: [pass, fail]}, gold: right, instructions: Is it right?}\n',
  );
  writeFileSync(
    join(folder, 'promptfooconfig.yaml'),
    `prompts: ['{{answer}}']
providers: [echo]
tests: file://rows.csv
empanel:
  rubric: file://rubric.yaml
  judges: [{id: j, model: 'openai:gpt-4.1-mini', baseUrl: '${baseUrl}', temperature: 1, samples: 10, maxTokens: 300}]
  limits: {concurrency: ${concurrency}}
`,
  );
  const prepared = await prepareRun(join(folder, 'promptfooconfig.yaml'), {
    rehearse: false,
    env: { OPENAI_API_KEY: 'none' },
    overrides: {},
  });
  const never = new AbortController().signal;
  return async () => {
    using ledger = sqliteLedger(join(folder, 'ledger.db'), { simulated: false, privacy: 'full' });
    const { facts, recording } = await runPanel(prepared, {
      ledger,
      env: { OPENAI_API_KEY: 'none' },
      drain: never,
      halt: never,
      resume: '',
    });
    const cast = recording.polls[0]?.cells.flatMap(({ codes }) => codes).filter((code) => code >= 0).length ?? 0;
    if (cast !== calls || facts.retries > 0)
      throw new Error(`${cast} of ${calls} ballots were cast, ${facts.retries} retries`);
    return facts.wallMs;
  };
};

const run = await { wire, bare, empanel }[mode as 'wire' | 'bare' | 'empanel']();
const cpu = process.cpuUsage();
const wallMs = await run();
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(
  `${JSON.stringify({ wallMs, cpuMs: (user + system) / 1000, megabytes: process.resourceUsage().maxRSS / 1024 })}\n`,
);
process.exit(0);
