import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { reportFiles, seatPanel, type Seated } from '../../src/empanel.ts';
import type { BallotRecord } from '../../src/ledger.ts';
import { sqliteLedger } from '../../src/ledger/sqlite.ts';
import type { BallotLine } from '../../src/live/collect.ts';
import { prepareRun, type PrepareOptions } from '../../src/live/prepare.ts';
import { loopback, type Behaviour, type Loopback, type LoopbackOptions } from '../../src/rehearsal/server.ts';
import type { WireCall } from '../../src/rehearsal/wire.ts';
import { reportOf, type Report } from '../../src/report/report.ts';

// A panel in front of a server of this process: a real config, the real SDKs, a real ledger.

/** What a judge that keeps to the form replies. */
export const verdict = (value: unknown, reason = 'Because it is so.'): Extract<Behaviour, { kind: 'reply' }> => ({
  kind: 'reply',
  text: JSON.stringify({ reason, abstain: false, verdict: value }),
});

/** A server that is gone when the test is over; it keeps a log of all it lets through. */
export const served = async (
  respond: LoopbackOptions['respond'],
  options: Omit<LoopbackOptions, 'respond'> = {},
): Promise<Loopback> => {
  const server = await loopback({ respond, log: true, ...options });
  onTestFinished(() => server.close());
  return server;
};

/** The number of the row that a call is about: its output is `Reply 7.`, its question `Question 7?`. */
export const rowIn = ({ text }: Pick<WireCall, 'text'>): number =>
  Number(/(?:Reply|Question) (\d+)[.?]/.exec(text)?.[1]);

export type Panel = {
  readonly judges: readonly (Record<string, unknown> & { readonly id: string })[];
  readonly rows?: number | readonly Record<string, string>[];
  readonly criteria?: readonly Record<string, unknown>[];
  readonly block?: Readonly<Record<string, unknown>>; // further keys of the block `empanel`; null takes one away
  readonly top?: Readonly<Record<string, unknown>>; // further keys of the config
};

export const passFail = { id: 'right', scale: 'nominal:pass,fail', instructions: 'Is the reply right?' };

/** A judge of the server's, under a model's name. */
export const judge = (server: Pick<Loopback, 'openai'>, id: string, more: Record<string, unknown> = {}) => ({
  id,
  model: `openai:${id}`,
  baseUrl: server.openai,
  ...more,
});

/** A folder that is gone when the test is over, with these files in it. */
export const folderOf = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'live-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
};

/** The config as a text: JSON is YAML, too. */
export const configOf = ({ judges, rows = 3, criteria = [passFail], block = {}, top = {} }: Panel): string => {
  const records =
    typeof rows === 'number'
      ? Array.from({ length: rows }, (_, at) => ({ id: `r${at}`, question: `Question ${at}?`, answer: `Reply ${at}.` }))
      : rows;
  const all = { name: 'seat', rubric: { inputs: ['question'], criteria }, judges, ...block };
  return JSON.stringify({
    prompts: ['{{answer}}'],
    providers: ['echo'],
    tests: records.map((vars) => ({ vars })),
    empanel: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)),
    ...top,
  });
};

export const panelIn = (panel: Panel): string => folderOf({ 'promptfooconfig.yaml': configOf(panel) });

/** Writes another config over that of a folder. */
export const rewrite = (folder: string, panel: Panel): void =>
  writeFileSync(join(folder, 'promptfooconfig.yaml'), configOf(panel));

export type RunIn = Partial<Omit<PrepareOptions, 'rehearse'>> & {
  readonly drain?: AbortSignal;
  readonly random?: () => number;
};

export type Sat = Pick<Seated, 'findings' | 'facts' | 'plan'> & {
  readonly lines: readonly BallotLine[];
  readonly records: readonly BallotRecord[];
  readonly report: Report;
  readonly files: Readonly<Record<string, string>>;
};

/** Runs what a folder holds, with its ledger beside it, and gives back all that came of it. */
export const runIn = async (folder: string, { drain, random, ...told }: RunIn = {}): Promise<Sat> => {
  const env = told.env ?? {};
  const prepared = await prepareRun(join(folder, 'promptfooconfig.yaml'), {
    overrides: {},
    ...told,
    env,
    rehearse: false,
  });
  const { privacy } = prepared.experiment;
  using ledger = sqliteLedger(join(folder, 'ledger.db'), { simulated: false, privacy });
  const never = new AbortController().signal;
  const found = await seatPanel(prepared, {
    ledger,
    env,
    drain: drain ?? never,
    halt: never,
    resume: 'empanel run',
    ...(random === undefined ? {} : { random }),
  });
  const named = { title: 'A test', version: '0' };
  const files = Object.fromEntries(
    Object.entries(reportFiles(found, named)).map(([name, make]) => {
      const content = make();
      return [name, typeof content === 'string' ? content : [...content].join('')];
    }),
  );
  const { findings, facts, plan } = found;
  const lines = [...found.lines()];
  const records = Array.from(ledger.records());
  return { findings, facts, plan, lines, records, report: reportOf(findings, named), files };
};

/** The same for a panel of its own. */
export const run = (panel: Panel, told: RunIn = {}): Promise<Sat> => runIn(panelIn(panel), told);
