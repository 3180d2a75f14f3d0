import type { Measurement } from "../measurement.ts";
import { IMPORT_TFJS } from "./tfjs.ts";

const WARM_UP = 3;

/** Cells whose types are those of TensorFlow.js. */
export const typedCell: Measurement<"importTfjs" | "typedTfjs"> = {
  figures: {
    importTfjs: { title: "the cell that imports tfjs", unit: "ms", goals: [] },
    typedTfjs: { title: "typed cell after importing tfjs", unit: "ms", goals: [{ atMost: 0.25, times: "tslab" }] },
  },
  async measure({ repetitions, start, record }) {
    const kernel = await start();
    record("importTfjs", (await kernel.execute(IMPORT_TFJS)).milliseconds);
    for (let cell = 0; cell < WARM_UP + repetitions; cell++) {
      const code = `const t${cell}: tf.Tensor1D = tf.tensor1d([1, 2, ${cell}]);\nt${cell}.add(1).shape`;
      const { milliseconds } = await kernel.execute(code);
      if (cell >= WARM_UP) record("typedTfjs", milliseconds);
    }
  },
};
