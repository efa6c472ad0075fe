import { fileURLToPath } from 'node:url';
import type { ExpectStatic } from 'vitest';
import type { Subject } from '../arm.ts';
import type { Value } from '../ballot.ts';
import { Fault } from '../fault.ts';
import type { GateSpec } from '../gate.ts';
import type { Prepared } from '../live/prepare.ts';
import { percent, plural } from '../report/format.ts';
import { quote } from '../wording/quote.ts';
import { assertClaim, testFile, type Claim } from './claim.ts';
import type { GateInCode } from '../library/gates-in-code.ts';
import { gateClaim, gatesFrom } from './gate-claim.ts';
import { rowsOf, type Outputs } from './outputs.ts';
import { panelOf } from './panel.ts';
import { passableSubjectOf, subjectOf } from './subject.ts';
import { verdictClaim, type Wanted } from './verdict-claim.ts';
import { valueOn } from './value-on.ts';

export type PanelOptions = {
  /** The config that seats the panel, relative to the folder that vitest runs in; `promptfooconfig.yaml` without it. */
  readonly config?: string | URL;
  /** Columns that the rubric's inputs and the prompts take, for every output. */
  readonly vars?: Readonly<Record<string, unknown>>;
  /** Simulated judges in place of models: no key, no cost, and a message that says so. */
  readonly rehearse?: boolean;
  /** Samples of every judge, whatever the config says. */
  readonly samples?: number;
  /** The judges that are asked, by name; all without it. */
  readonly judges?: readonly string[];
  /** Ends the calls in flight: the signal of the test's context, which fires at its timeout. */
  readonly signal?: AbortSignal;
  /** The `expect` of a concurrent test's context, if that counts its assertions. */
  readonly expect?: ExpectStatic;
};

/** What can be asserted of a panel's verdicts. Of several outputs an assertion wants each; an undecided verdict meets none. */
export type PanelExpectation = {
  /** The panel passes the output: on the criterion, else on all combined, else on the only one. */
  readonly toPass: (criterion?: string) => Promise<void>;
  /** The panel fails the output. */
  readonly toFail: (criterion?: string) => Promise<void>;
  /** The panel's verdict is the value: a label, a level, or the score that a rule such as `mean` comes to. */
  readonly toHaveVerdict: (criterion: string, value: Value | boolean) => Promise<void>;
  /**
   * So large a share of the outputs passes, surely: its lower confidence bound, one-sided at `level` (0.95), reaches `atLeast`. Too few
   * outputs to tell is a failure, and says how many would do.
   */
  readonly toHavePassRate: (rate: {
    readonly atLeast: number;
    readonly criterion?: string;
    readonly level?: number;
  }) => Promise<void>;
  /** The verdicts pass a gate, or several. A gate in code that can't tell fails, unless its `onInconclusive` is `warn`. */
  readonly toPassGate: (...gates: readonly [GateInCode, ...GateInCode[]]) => Promise<void>;
  /** The verdicts pass the gates of the config. */
  readonly toPassGates: () => Promise<void>;
};

/**
 * Seats the panel of a config in front of an output, or of several, and asserts what it says of them.
 *
 *     await expectPanel(reply, { vars: { question } }).toPass('tone');
 *
 * Only the criteria that an assertion is about are asked. Ballots are kept in `.empanel/`, a folder for every test file, and what is kept
 * there is never asked again: an unchanged test sends nothing. Bad input is a `Fault`, as on the command line.
 */
export const expectPanel = (outputs: Outputs, options: PanelOptions = {}): PanelExpectation => {
  const { config = 'promptfooconfig.yaml', vars = {}, rehearse = false, signal, expect, ...chosen } = options;
  const path = typeof config === 'string' ? config : fileURLToPath(config);
  const rows = rowsOf(outputs, { vars, rehearse });
  const panel = panelOf({ path, rows, rehearse, ...chosen }, signal ?? new AbortController().signal);
  const assert = (work: (file: string) => Promise<Claim>): Promise<void> => assertClaim(work(testFile()), expect);

  const verdicts = (wantedIn: (prepared: Prepared) => Wanted): Promise<void> =>
    assert(async (file) => {
      const prepared = await panel.prepared('without gates');
      const wanted = wantedIn(prepared);
      return verdictClaim(await panel.judged(prepared, wanted.subject, file), rows, wanted);
    });
  const gates = async (
    prepared: Prepared,
    specs: readonly GateSpec[],
    file: string,
    expected: string,
  ): Promise<Claim> => {
    const subjects = new Set(specs.map(({ subject }) => subject));
    const [only = null] = subjects.size === 1 ? subjects : [];
    const { warnings, ...claim } = gateClaim(await panel.judged(prepared, only, file), rows, specs, expected);
    for (const warning of warnings) console.warn(warning);
    return claim;
  };
  const outputsTold = plural(rows.length, 'output');

  return {
    toPass: (criterion) => verdicts((prepared) => passing(passableSubjectOf(prepared, criterion), true)),
    toFail: (criterion) => verdicts((prepared) => passing(passableSubjectOf(prepared, criterion), false)),
    toHaveVerdict: (criterion, value) =>
      verdicts((prepared) => valueOn(prepared, subjectOf(prepared, criterion), value)),
    toHavePassRate: ({ criterion, ...rate }) =>
      assert(async (file) => {
        const prepared = await panel.prepared('without gates');
        const { id, kind } = passableSubjectOf(prepared, criterion);
        const gate = { metric: 'passRate', ...rate, criterion: id } as const;
        const specs = await gatesFrom(prepared, [gate], { path, where: 'toHavePassRate' });
        const on = kind === 'combined' ? 'all criteria together' : quote(id);
        const expected = `Expected at least ${percent(rate.atLeast)} of outputs like these to pass ${on}.`;
        return gates(prepared, specs, file, expected);
      }),
    toPassGate: (...written) =>
      assert(async (file) => {
        const prepared = await panel.prepared('without gates');
        const specs = await gatesFrom(prepared, written, { path, where: 'toPassGate' });
        return gates(
          prepared,
          specs,
          file,
          `Expected ${outputsTold} to pass ${written.length === 1 ? 'a gate' : 'the gates'}.`,
        );
      }),
    toPassGates: () =>
      assert(async (file) => {
        const prepared = await panel.prepared('with gates');
        const specs = prepared.experiment.gates;
        if (specs.length === 0) throw noGates(path);
        return gates(prepared, specs, file, `Expected ${outputsTold} to pass the gates of ${quote(path, 200)}.`);
      }),
  };
};

const passing = ({ id, kind, pass }: Subject, wanted: boolean): Wanted => ({
  subject: id,
  words: `${wanted ? 'pass' : 'fail'} ${kind === 'combined' ? 'all criteria together' : quote(id)}`,
  expected: wanted ? pass : pass === 'pass' ? 'fail' : `not ${pass}`,
  holds: ({ passes }) => passes === wanted,
  wanted,
});

const noGates = (path: string): Fault =>
  new Fault(
    'config/missing',
    `${quote(path, 200)} has no gate, so there is nothing to pass.\nAdd one (gate: {metric: passRate, atLeast: 0.9}), or give it here: toPassGate({metric: 'passRate', atLeast: 0.9}).`,
  );
