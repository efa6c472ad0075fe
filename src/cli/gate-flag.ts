import type { Source } from '../config/source.ts';
import { Fault } from '../fault.ts';
import { quote } from '../wording/quote.ts';

/**
 * A gate as `--gate` writes it, `[CRITERION:]METRIC>=VALUE`, in the form of the config. Whether the metric is one, and the value legal,
 * is for the config's reader to say.
 *
 *     gateSource('safe:errorRate<=5%').value // => { metric: 'errorRate', criterion: 'safe', atMost: 0.05 }
 */
export const gateSource = (text: string, more: object = {}): Source => {
  const { criterion, metric = '', sign, bound = '' } = grammar.exec(text)?.groups ?? {};
  if (sign === undefined) throw notAGate(text);
  const key = sign === '>=' || sign === '≥' ? 'atLeast' : 'atMost';
  const value = { metric, ...(criterion === undefined ? {} : { criterion }), [key]: valueOf(bound, metric), ...more };
  return flagSource('--gate', text, value);
};

/** What a flag declares, as a place of the config; paths in it are relative to where the command runs. */
export const flagSource = (flag: string, text: string, value: object): Source => {
  const where = `${flag} ${quote(text)}`;
  return { file: where, folder: '.', path: ['gate'], value, where: () => where };
};

/** A number, or so many per cent, as a number; null where it is neither. */
export const shareIn = (text: string): number | null => {
  const [, digits = '', percent = ''] = /^\s*(.*?)\s*(%?)\s*$/s.exec(text) ?? [];
  const value = digits === '' ? Number.NaN : Number(digits);
  if (!Number.isFinite(value)) return null;
  return percent === '' ? value : Number((value / 100).toPrecision(12));
};

// A criterion may have any name, so it goes as far as the last colon before the metric.
const grammar =
  /^\s*(?:(?<criterion>\S(?:.*\S)?)\s*:\s*)?(?<metric>[\w-]+)\s*(?<sign>[<>]=|[≤≥])\s*(?<bound>\S.*?)\s*$/su;

/** A duration or an amount keeps its own way of being written. */
const valueOf = (bound: string, metric: string): number | string =>
  bound.endsWith('%') && (metric === 'cost' || metric === 'latency') ? bound : (shareIn(bound) ?? bound);

const notAGate = (text: string): Fault =>
  new Fault(
    'option/value',
    `${quote(text)} is no gate: ${/[<>=≤≥]/.test(text) ? 'a bound is written with >= or <=' : 'it has no bound'}, as in passRate>=0.9 or safe:errorRate<=5%.\nPut it in quotation marks, for a shell takes > and < for files: --gate 'passRate>=0.9'`,
    { where: '--gate' },
  );
