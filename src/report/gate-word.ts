import type { GateResult } from '../gate.ts';

/** A decision as tables and terminals show it: a sign, and the word that says the same to who can't see the sign. */
export const gateWord: Readonly<Record<GateResult['decision'], { readonly sign: string; readonly word: string }>> = {
  pass: { sign: '✓', word: 'pass' },
  fail: { sign: '✗', word: 'fail' },
  inconclusive: { sign: '?', word: "can't tell" },
};
