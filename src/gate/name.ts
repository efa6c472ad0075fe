import type { GateResult, GateSpec } from '../gate.ts';
import { ROW } from './subjects.ts';

/** What a gate asks for and of what, in short: "passRate ≥ 90% · combined". */
export const nameOf = (spec: GateSpec, subject: string): string =>
  `${titleOf(spec)} · ${subject === ROW ? 'each row' : subject}`;

/** Two gates may ask the same with another confidence: reports need a name for each. */
export const named = (results: readonly GateResult[]): GateResult[] =>
  results.map((result, at) => {
    const before = results.slice(0, at).filter(({ name }) => name === result.name).length;
    return before === 0 ? result : { ...result, name: `${result.name} (${before + 1})` };
  });

const titleOf = (spec: GateSpec): string => {
  switch (spec.kind) {
    case 'bound':
      return `${spec.metric} ${spec.bound === 'atLeast' ? '≥' : '≤'} ${valueOf(spec)}`;
    case 'baseline':
      // The name alone: on another machine the gate is the same one.
      return `not worse than ${spec.file.split(/[\\/]/).at(-1) ?? spec.file} by ${share(spec.margin)} ${share(spec.margin) === 1 ? 'point' : 'points'}`;
    case 'guard':
      return `guarded ${spec.rows.length === 1 ? 'row' : 'rows'} ${spec.rows.slice(0, 3).join(', ')}${spec.rows.length > 3 ? ` and ${spec.rows.length - 3} more` : ''}`;
  }
};

const valueOf = ({ metric, value }: Extract<GateSpec, { readonly kind: 'bound' }>): string => {
  if (metric === 'cost') return `$${value}`;
  if (metric === 'latency') return `${value / 1000} s`;
  return metric === 'agreement' ? String(value) : `${share(value)}%`;
};

const share = (value: number): number => Number((value * 100).toFixed(4));
