import type { Measurement } from "../measurement.ts";

const LOOP = "let sum = 0; for (let i = 0; i < 1e8; i++) sum += i;";
const PATIENCE_SECONDS = 90;

/** What it costs a loop that it stands at the top level of a cell. */
export const loop: Measurement<"functionLoop" | "topLevelLoop" | "loopRatio"> = {
  figures: {
    functionLoop: { title: "1e8 additions in a function", unit: "ms", goals: [] },
    topLevelLoop: { title: "1e8 additions at the top level", unit: "ms", goals: [] },
    loopRatio: { title: "top level : function", unit: "×", goals: [{ atMost: 4 }, { atMost: 2 }] },
  },
  async measure({ start, record }) {
    const kernel = await start();
    await kernel.execute("1");
    const inFunction = await kernel.execute(`(() => { ${LOOP} })();`);
    record("functionLoop", inFunction.milliseconds);
    const atTopLevel = await kernel.execute(LOOP, PATIENCE_SECONDS);
    record("topLevelLoop", atTopLevel.milliseconds);
    record("loopRatio", atTopLevel.milliseconds / inFunction.milliseconds);
  },
};
