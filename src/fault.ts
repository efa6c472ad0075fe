/** The kinds of mistake, grouped by the noun they concern; the code is for programs, the message for people. */
export type FaultCode =
  | 'input/unreadable'
  | 'input/not-json'
  | 'input/cut-off'
  | 'input/not-a-ballot'
  | 'input/no-ballots'
  | 'input/not-results'
  | 'input/version'
  | 'row/gold-differs'
  | 'row/gold-off-scale'
  | 'row/group-differs'
  | 'slot/duplicate'
  | 'scale/unknown'
  | 'scale/forbids-rule'
  | 'rule/unknown'
  | 'option/unknown'
  | 'option/value'
  | 'report/exists'
  | 'report/unwritable'
  | 'config/unreadable'
  | 'config/not-yaml'
  | 'config/unknown-key'
  | 'config/missing'
  | 'config/value'
  | 'dataset/unreadable'
  | 'dataset/empty'
  | 'dataset/column'
  | 'row/duplicate'
  | 'template/broken'
  | 'template/variable'
  | 'rubric/value'
  | 'rubric/no-criteria'
  | 'rubric/gold'
  | 'assertion/type'
  | 'assertion/value'
  | 'assertion/code'
  | 'panel/judge'
  | 'panel/quorum'
  | 'model/unknown'
  | 'model/sampling'
  | 'model/no-key'
  | 'budget/too-small'
  | 'budget/no-price'
  | 'ledger/unwritable'
  | 'ledger/corrupt'
  | 'ledger/newer'
  | 'ledger/in-use'
  | 'baseline/unreadable'
  | 'baseline/corrupt'
  | 'baseline/empty'
  | 'baseline/version'
  | 'run/no-way'
  | 'gate/baseline-differs'
  | 'compare/mismatch'
  | 'vitest/absent'
  | 'vitest/output';

/**
 * The one error class: what was found, why it matters, what to do.
 * `where` is `file:line` if the mistake sits in a file. A `Fault` is bad input, never a bug: the command line ends with exit 2.
 */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  readonly where: string | undefined;

  constructor(code: FaultCode, message: string, options: { readonly where?: string; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.where = options.where;
  }
}
