import { jupyterDisplay } from "../../display.ts";
import { Grid } from "../../grid.ts";
import type { Operation } from "../kernel.ts";
import { choose } from "../kernels.ts";
import type { Problem } from "../problem.ts";

/** An operation that a convolution runs, and the kernel that the current device has for it. */
export interface Step {
  /** Of which pass: the one of a convolution, one of a separable convolution's two, or both by one kernel. */
  pass: "convolution" | "depthwise" | "pointwise" | "both";
  operation: Exclude<Operation, "separable">;
  device: string;
  kernel: string;
  /** What the kernel does, and what it is good at. */
  about: string;
  /** The kernels that would be preferred, and why they are not for this. */
  passedOver: readonly { kernel: string; why: string }[];
}

/** The steps of a convolution, forward before backward; it shows itself as a table of all kernels that were considered. */
export class Explanation extends Array<Step> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  override toString(): string {
    return this.#grid().toString();
  }

  [jupyterDisplay](): Record<string, string> {
    return { "text/html": this.#grid().toHtml(), "text/plain": this.toString() };
  }

  #grid(): Grid {
    const rows = Array.from(this, ({ pass, operation, device, kernel, about, passedOver }) => {
      const considered = passedOver.map(({ kernel, why }) => [kernel, "no", why]);
      const lines = [...considered, [kernel, "yes", about]];
      return lines.map((line, i) => [...(i === 0 ? [pass, WORDS[operation], device] : ["", "", ""]), ...line]);
    });
    return new Grid(["pass", "operation", "device", "kernel", "taken", "why, or what it is"], rows.flat(), 6);
  }
}

const WORDS = { forward: "forward", inputGradient: "input gradient", weightGradient: "weight gradient" };

/** The step of one pass, as the dispatcher itself chooses when it runs it. */
export function step(pass: Step["pass"], operation: Step["operation"], problem: Problem): Step {
  const { device, kernel, passedOver } = choose(operation, problem);
  return { pass, operation, device, kernel: kernel.name, about: kernel.about, passedOver };
}
