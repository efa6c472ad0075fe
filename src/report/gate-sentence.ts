import type { GateResult, GateSpec, Metric } from '../gate.ts';
import { count, plural } from './format.ts';
import { baselineSentence } from './gate-baseline.ts';
import { boundOf, chanceOf, confident, figureOf } from './gate-figure.ts';
import { names } from './names.ts';

type BoundSpec = Extract<GateSpec, { readonly kind: 'bound' }>;
type GuardSpec = Extract<GateSpec, { readonly kind: 'guard' }>;

/** What a gate found, in plain sentences; of the rows that it names, at most so many in each list. */
export const gateSentence = (gate: GateResult, { most = 5 }: { readonly most?: number } = {}): string =>
  [
    finding(gate, most),
    gate.reason ?? '',
    offending(gate, most),
    left(gate, most),
    needed(gate),
    unchanged(gate),
    blocking(gate),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');

/** How the gates went, together: "Of 3 gates 1 failed and 1 can't tell."; null where there is none. */
export const gatesSentence = (gates: readonly GateResult[]): string | null => {
  if (gates.length === 0) return null;
  const of = (decision: GateResult['decision']): number => gates.filter((gate) => gate.decision === decision).length;
  const [failed, open] = [of('fail'), of('inconclusive')];
  const [only] = gates;
  if (gates.length === 1 && only !== undefined) return `The gate ${done[only.decision]}.`;
  if (failed + open === 0) return `All ${gates.length} gates passed.`;
  const told = [...(failed > 0 ? [`${failed} failed`] : []), ...(open > 0 ? [`${open} can't tell`] : [])];
  return `Of ${gates.length} gates ${told.join(' and ')}.`;
};

const done = { pass: 'passed', fail: 'failed', inconclusive: "can't tell" } as const;

const finding = (gate: GateResult, most: number): string => {
  const { spec, observed, decision } = gate;
  if (spec.kind === 'guard') return guarded(gate, spec, most);
  // Where nothing could be measured, the reason that follows says why.
  if (observed === null) return `${opening[decision]}.`;
  return spec.kind === 'baseline' ? baselineSentence(gate, spec, observed) : beside(gate, spec, observed);
};

const opening = { pass: 'Passed', fail: 'Failed', inconclusive: "Can't tell" } as const;

/** A figure beside its bound, with the side of its interval that decides. */
const beside = ({ decision, lower, upper, rows }: GateResult, spec: BoundSpec, observed: number): string => {
  const { metric, bound, value } = spec;
  const figure = (of: number): string => figureOf(metric, of, value);
  const asked =
    bound === 'atLeast' ? `the gate asks for ${boundOf(metric, value)}` : `the gate allows ${boundOf(metric, value)}`;
  const told = measured[metric](figure(observed), plural(rows, 'row'));
  const sides = {
    least: lower === null ? null : `at least ${figure(lower)}`,
    most: upper === null ? null : `at most ${figure(upper)}`,
  };
  if (decision === 'inconclusive') {
    const both = [sides.least, sides.most].filter((side) => side !== null).join(' and ');
    return `Can't tell: ${told}${both === '' ? '' : `, ${confident(spec)} ${both}`}; ${asked}.`;
  }
  const side = (decision === 'pass') === (bound === 'atLeast') ? sides.least : sides.most;
  return `${opening[decision]}: ${told}${side === null ? '' : ` (${side} ${confident(spec)})`}, and ${asked}.`;
};

const measured: Readonly<Record<Metric, (figure: string, rows: string) => string>> = {
  passRate: (figure, rows) => `${figure} of ${rows} pass`,
  errorRate: (figure, rows) => `${figure} of ${rows} are judged wrongly`,
  undecided: (figure, rows) => `${figure} of ${rows} are undecided`,
  cost: (figure, rows) => `a row costs ${figure} on the mean of ${rows}`,
  latency: (figure, rows) => `a row's slowest ballot takes ${figure} on the mean of ${rows}`,
  agreement: (figure, rows) => `Krippendorff's alpha of the ballots on ${rows} is ${figure}`,
};

const guarded = ({ decision, offenders }: GateResult, { rows }: GuardSpec, most: number): string => {
  const all = rows.length;
  if (decision === 'fail')
    return `${count(offenders.length)} of ${plural(all, 'guarded row')} failed: ${names(offenders, most)}.`;
  return decision === 'pass'
    ? `None of ${plural(all, 'guarded row')} failed.`
    : `Can't tell: none of ${plural(all, 'guarded row')} failed, but not every one was decided.`;
};

/** The rows behind the figure; a guard has named its own. */
const offending = ({ spec, offenders }: GateResult, most: number): string => {
  if (spec.kind === 'guard' || offenders.length === 0) return '';
  return spec.kind === 'baseline'
    ? `It does worse on ${plural(offenders.length, 'row')}: ${names(offenders, most)}.`
    : `They are ${names(offenders, most)}.`;
};

const left = ({ spec, left: without }: GateResult, most: number): string => {
  const told = without
    .filter(({ rows }) => rows.length > 0)
    .map(({ why, rows }) => `${plural(rows.length, 'row')} (${why}: ${names(rows, Math.min(most, 3))})`);
  return told.length === 0 ? '' : `Not ${spec.kind === 'baseline' ? 'paired' : 'counted'}: ${told.join(', ')}.`;
};

const needed = ({ rowsNeeded }: GateResult): string =>
  rowsNeeded === null ? '' : `Some ${plural(rowsNeeded, 'row')} would decide it.`;

/** How often it would decide so by chance alone; what never happens goes without saying. */
const unchanged = ({ unchanged: chances }: GateResult): string => {
  if (chances === null) return '';
  const [first, ...others] = (['pass', 'fail', 'inconclusive'] as const)
    .filter((decision) => chances[decision] > 0)
    .map((decision) => ({ verb: verbs[decision], chance: chanceOf(chances[decision]) }));
  if (first === undefined) return '';
  const told = [`${first.verb} ${first.chance} of the time`, ...others.map(({ verb, chance }) => `${verb} ${chance}`)];
  return `If nothing changed, a gate like this ${listed(told)}.`;
};

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

const verbs = { pass: 'passes', fail: 'fails', inconclusive: "can't tell" } as const;

const blocking = ({ decision, blocks, spec }: GateResult): string =>
  decision === 'inconclusive'
    ? `It ${blocks ? 'blocks' : 'does not block'} (onInconclusive: ${spec.onInconclusive}).`
    : '';
