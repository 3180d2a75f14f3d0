import type { Kernel } from "../kernel.ts";
import type { Measurement } from "../measurement.ts";

const WARM_UP = 10;

/** The least that a cell costs. */
export const trivialCell: Measurement<"trivialUnchecked" | "trivialChecked"> = {
  figures: {
    trivialUnchecked: { title: "trivial cell, types not checked", unit: "ms", goals: [{ atMost: 1, times: "deno" }] },
    trivialChecked: { title: "trivial cell, types checked", unit: "ms", goals: [{ atMost: 1, times: "tslab" }] },
  },
  async measure({ peer, repetitions, start, record }) {
    const repeat = async (kernel: Kernel, figure: "trivialUnchecked" | "trivialChecked") => {
      for (let cell = 0; cell < WARM_UP + repetitions; cell++) {
        const { milliseconds } = await kernel.execute(`1 + ${cell}`);
        if (cell >= WARM_UP) record(figure, milliseconds);
      }
    };
    if (peer.types !== "always") await repeat(await start({ types: false }), "trivialUnchecked");
    if (peer.types !== "never") await repeat(await start(), "trivialChecked");
  },
};
