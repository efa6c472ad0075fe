import { ModelFailure, type Model, type ModelReply, type ModelRequest } from '../model.ts';

/** The calls in flight, each as the way to abort it. One listener on the run's signal serves them all. */
export type InFlight = Set<() => void>;

const longestTimerMs = 2 ** 31 - 1;

/**
 * One call that ends by its deadline, body included, or when the run is halted, even if the model ignores its signal.
 * What the model says after that is not heard. Rejects as the model does, or with a `ModelFailure` of kind `deadline` or `aborted`.
 */
export const callWithin = (
  deadlineMs: number,
  { model, request, inFlight }: { readonly model: Model; readonly request: ModelRequest; readonly inFlight: InFlight },
): Promise<ModelReply> =>
  new Promise((resolve, reject) => {
    const controller = new AbortController();
    const end = (): void => {
      clearTimeout(timer);
      inFlight.delete(halt);
    };
    const abort = (failure: ModelFailure): void => {
      end();
      // First our own failure, then the signal: the model's answer to it comes too late to count.
      reject(failure);
      controller.abort(failure);
    };
    const halt = (): void => abort(new ModelFailure('aborted', 'the run was halted'));
    const timer = setTimeout(
      () => abort(new ModelFailure('deadline', `the reply did not end within ${deadlineMs / 1000} s`)),
      Math.min(deadlineMs, longestTimerMs),
    );
    inFlight.add(halt);
    // A model that throws rejects, too.
    Promise.try(model.call, request, controller.signal).finally(end).then(resolve, reject);
  });
