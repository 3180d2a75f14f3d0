const { apply, get } = Reflect;
const { nextTick } = process;

/**
 * Makes each immediate only begin a tick, in which its callback runs. How far Node has come in a batch of immediates, it notes when a
 * callback returns or throws. An interrupt does neither: then Node would trip over that immediate for ever, or forget the rest of the batch
 * and look for it without a pause. Ticks it takes from their list before they run.
 */
export function keepImmediates(): void {
  const one = setImmediate(() => {});
  clearImmediate(one);
  Object.defineProperty(Object.getPrototypeOf(one), "_onImmediate", {
    configurable: true,
    set(callback: (...args: unknown[]) => void) {
      const value = (...args: unknown[]) => {
        // a process that was about to exit, and did not, takes no ticks any more
        if (get(process, "_exiting")) apply(callback, this, args);
        else nextTick(apply, callback, this, args);
      };
      Object.defineProperty(this, "_onImmediate", { value, configurable: true, enumerable: true, writable: true });
    },
  });
}
