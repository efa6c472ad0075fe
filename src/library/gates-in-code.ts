import { readGates } from '../config/gate.ts';
import type { Gateable } from '../config/gate-subject.ts';
import type { GateSpec } from '../gate.ts';

/** A gate as the config writes it, such as `{ metric: 'passRate', atLeast: 0.9 }`. */
export type GateInCode = { readonly onInconclusive?: 'warn' | 'fail'; readonly criterion?: string } & (
  | {
      readonly metric: 'passRate' | 'agreement';
      readonly atLeast: number;
      readonly level?: number;
    }
  | {
      readonly metric: 'errorRate' | 'undecided' | 'cost';
      readonly atMost: number;
      readonly level?: number;
    }
  | { readonly metric: 'latency'; readonly atMost: string } // such as "5s"
  | {
      readonly baseline: string; // relative to the config's folder
      readonly margin: number;
      readonly metric?: 'errorRate' | 'passRate';
      readonly level?: number;
      readonly allow?: readonly ('rubric' | 'data' | 'rows')[];
    }
  | { readonly guard: readonly string[]; readonly must?: 'pass' | 'correct' }
);

/** Reads gates that are given in code as those of a config in `folder`. Rejects with a `Fault` at `where`. */
export const readGatesInCode = async (
  gates: readonly GateInCode[],
  about: Gateable,
  { folder, where }: { readonly folder: string; readonly where: string },
): Promise<readonly GateSpec[]> => {
  const read = gates.map((value) => readGates({ file: where, folder, path: [], value, where: () => where }, about));
  return (await Promise.all(read)).flat();
};
