export { abortSignal } from "./abort-signal.ts";
export { clearOutput } from "./clear-output.ts";
export { input } from "./input.ts";
