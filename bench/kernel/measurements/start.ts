import type { Measurement } from "../measurement.ts";

/** How soon a kernel answers kernel_info after its process is started. */
export const start: Measurement<"start"> = {
  figures: {
    start: {
      title: "start until kernel_info is answered",
      unit: "ms",
      goals: [
        { atMost: 0.6, times: "deno" },
        { atMost: 0.12, times: "tslab" },
      ],
    },
  },
  async measure({ start, record }) {
    record("start", (await start()).startMilliseconds);
  },
};
