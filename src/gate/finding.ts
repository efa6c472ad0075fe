import type { GateResult } from '../gate.ts';

/** What a gate found, before it has a name. `metric` is what a baseline was compared by, where the gate left that open. */
export type Finding = Omit<GateResult, 'name' | 'spec' | 'subject' | 'blocks'> & {
  readonly metric?: 'errorRate' | 'passRate';
};
