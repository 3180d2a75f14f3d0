import { subscribe } from "node:diagnostics_channel";
import { tf } from "../tf.ts";

/*
 * An interrupt ends TensorFlow.js wherever it is, in the midst of an operation or of a tidy, too. What it had noted on the way
 * in would stay: no gradient could be computed any more, and the tensors of open scopes would never be disposed
 * (those that a gradient has kept are not, still). The kernel
 * publishes under this name once what ran has ended.
 */
subscribe("sepconv.interrupt", () => {
  const engine = tf.engine();
  while (engine.state.scopeStack.length > 0) engine.endScope();
  Object.assign(engine.state, { kernelDepth: 0, gradientDepth: 0, activeTape: null });
});
