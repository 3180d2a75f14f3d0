/**
 * `npm run bench:webgpu`: what the GPU's kernels cost, in numbers that need no GPU, and with a GPU their times beside the stock
 * kernels of tfjs. An adapter of software gives no times: it computes on the CPU.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { devices, useDevice } from "sepconv";
import { leastLimits, type Precision } from "../src/device/webgpu/kernels/pass.ts";
import { costsOf, costTable } from "./webgpu/costs.ts";
import { layersOf } from "./webgpu/layers.ts";
import { timesOf, timeTable, type Times } from "./webgpu/times.ts";

const { values } = parseArgs({
  options: {
    layout: { type: "string", default: "NCHW" },
    precision: { type: "string", default: "float32" },
    quick: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});

if (values.help) {
  console.log(`npm run bench:webgpu -- [--layout NCHW|NHWC] [--precision float32|float16] [--quick]

  --layout     of the costs; times are in NHWC, which the stock kernels are made for
  --precision  of the costs and, where the GPU has shader-f16, of the times
  --quick      times tiny layers once, on software too: to see that it runs`);
} else {
  await report(among("layout", ["NCHW", "NHWC"]), among("precision", ["float32", "float16"]), values.quick);
}

async function report(layout: "NCHW" | "NHWC", precision: Precision, quick: boolean): Promise<void> {
  const costs = layersOf(layout).flatMap((layer) => costsOf(layer, { limits: leastLimits, precision }));
  const lines = [
    `Costs in ${layout} and ${precision}, on a GPU with the least limits of WebGPU`,
    "",
    ...costTable(costs),
    "",
  ];
  console.log(lines.join("\n"));

  const times: Times[] = [];
  const { name } = await useDevice();
  const gpu = devices.list().find((device) => device.name === "webgpu");
  if (name === "webgpu" || (quick && gpu)) {
    await useDevice("webgpu", { precision });
    const often = quick ? { samples: 1, inARow: 1 } : { samples: 20, inARow: 10 };
    for (const layer of layersOf("NHWC", quick ? [[16, 8]] : undefined)) times.push(...(await timesOf(layer, often)));
    lines.push(`Times on ${gpu!.description}, median and quartiles, Node ${process.version}`, "", ...timeTable(times));
  } else {
    lines.push(`No times: ${gpu ? `${gpu.description}, which tells nothing of a GPU` : "no GPU is here"}.`);
  }
  console.log(lines.slice(costTable(costs).length + 3).join("\n"));
  mkdirSync("build/bench", { recursive: true });
  writeFileSync("build/bench/webgpu.json", JSON.stringify({ layout, precision, costs, times }, undefined, 1));
  writeFileSync("build/bench/webgpu.md", `${lines.join("\n")}\n`);
}

function among<Choice extends string>(option: "layout" | "precision", choices: readonly Choice[]): Choice {
  const chosen = choices.find((choice) => choice === values[option]);
  if (chosen === undefined)
    throw new Error(`--${option}: expected ${choices.join(" or ")}, received ${values[option]}`);
  return chosen;
}
