/** How long each step of a browser may take, and what ends it before. */
export interface Bounds {
  milliseconds: number;
  signal: AbortSignal;
}

/**
 * What a step gives, if it ends within its bounds.
 * @throws Error  when the time is over or the signal came
 */
export function bounded<Result>(step: Promise<Result>, { milliseconds, signal }: Bounds): Promise<Result> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const stop = () => reject(new Error("the run was stopped"));
  const timer = setTimeout(() => reject(new Error(`it did not answer within ${milliseconds / 1000} s`)), milliseconds);
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  return Promise.race([step, over]).finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  });
}
