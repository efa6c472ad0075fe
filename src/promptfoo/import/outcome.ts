import type { Outcome } from '../../ballot.ts';
import type { Leaf } from './leaves.ts';

/** How a verdict ended as a ballot. `cause` says why there is no value, where there is none. */
export type Ending = { readonly outcome: Exclude<Outcome, 'abstained'>; readonly cause: string | null };

/**
 * What a verdict of promptfoo's is as a ballot. It counts a judge that broke as a "no" and marks most of these with `graderError`;
 * what `factuality` and `model-graded-closedqa` leave unmarked, and a check in code that threw, are known by their words.
 */
export const endingOf = ({ assertion, component }: Pick<Leaf, 'assertion' | 'component'>): Ending => {
  const { pass, metadata } = component;
  const type = (assertion?.type ?? '').replace(/^not-/, '');
  const reason = (component.reason ?? '').replace(/\n?Stack Trace:[^]*$/, '');
  if (metadata?.['graderError'] === true) return { outcome: 'failed', cause: reason };
  if (reason.startsWith('empanel: the panel is undecided')) return { outcome: 'failed', cause: reason };
  if (pass) return CAST;
  if (
    /^(?:Custom function threw error|(?:Python|Ruby) code execution failed|Webhook error): /.test(reason) &&
    codeTypes.has(type)
  )
    return { outcome: 'failed', cause: reason };
  if (type === 'model-graded-closedqa') {
    if (reason.startsWith('Model grader produced a malformed response')) return { outcome: 'invalid', cause: reason };
    return reason.startsWith('The submission ') ? CAST : { outcome: 'failed', cause: reason };
  }
  if (type === 'factuality' || type === 'model-graded-factuality') {
    if (/^(?:Invalid category value:|Factuality checker output did not match)/.test(reason))
      return { outcome: 'invalid', cause: reason };
    const isUnspent = (component.tokensUsed?.total ?? 0) === 0;
    if (isUnspent && /^No output$|\berror\b|\btimed? ?out\b/i.test(reason)) return { outcome: 'failed', cause: reason };
  }
  return CAST;
};

const CAST: Ending = { outcome: 'cast', cause: null };

const codeTypes = new Set(['javascript', 'python', 'ruby', 'webhook']);
