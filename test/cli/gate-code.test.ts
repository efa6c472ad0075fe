import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gateCode } from '../../src/cli/gate-code.ts';
import { bound, found } from '../report/gate-results.ts';

let told = '';
beforeEach(() => {
  told = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((told += String(text)), true));
});
afterEach(() => {
  vi.restoreAllMocks();
});

const gates = [
  found({ name: 'passed' }),
  found({ name: 'open', decision: 'inconclusive' }),
  found({ name: 'open, and strict', decision: 'inconclusive', spec: bound({ onInconclusive: 'fail' }) }),
  found({ name: 'failed', decision: 'fail' }),
];

test.for([
  [[0, 1], true, 0, ''],
  [[0, 1, 2], true, 1, 'Gate could not decide: open, and strict\n'],
  [[0, 1, 2, 3], true, 1, 'Gate could not decide: open, and strict\nGate failed: failed\n'],
  // What is owed may still decide the one; the other has failed, whatever comes.
  [[0, 1, 2, 3], false, 3, 'Gate failed: failed\n'],
  [[0, 1, 2], false, 3, ''],
  [[], false, 3, ''],
] as const)('gates %j of a run that is complete (%j) end with %j', ([which, complete, code, says]) => {
  expect(gateCode({ gates: which.flatMap((at) => gates[at] ?? []) }, { complete })).toBe(code);
  expect(told).toBe(says);
});

test('a name stays on its line', () => {
  gateCode({ gates: [found({ name: 'safe\n::error title=pwn::injected\u001b[31m', decision: 'fail' })] });
  expect(told).toBe('Gate failed: safe ::error title=pwn::injected\ufffd[31m\n');
});
