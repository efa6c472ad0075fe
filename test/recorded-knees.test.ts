import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyse } from '../src/analyse/analyse.ts';
import { defaults } from '../src/analyse/settings.ts';
import { readRecording } from '../src/ledger/read.ts';
import { recordedData, withoutData } from './recorded-data.ts';

test.for([
  { set: 'boinf_math500', judges: 'MetaStone-*', curve: 'MetaStone-S1-32B', verdict: 'flat', n: 1 },
  { set: 'codex_addsub', judges: 'code-davinci-001', curve: 'code-davinci-001', verdict: 'knee' },
  { set: 'llmbar', judges: 'ChatGPT/*', curve: '*', verdict: 'rises', n: 1 },
])('On $set, the verdict on $judges is $verdict', async ({ set, judges, curve, verdict, n }, { skip }) => {
  if (recordedData === null) return skip(withoutData);
  const recording = await readRecording([join(recordedData, `${set}.jsonl`)], { select: { judges: [judges] } });
  const { curves } = analyse(recording, { ...defaults, designs: ['random'] });
  const knee = curves.find(({ judge }) => judge === curve)?.knee;
  expect(knee?.verdict).toBe(verdict);
  if (n !== undefined) expect(knee?.n).toBe(n);
  else expect(knee?.n).toBeGreaterThan(1);
});
