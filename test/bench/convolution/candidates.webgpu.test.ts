import { hasAdapter } from "../../device/adapter.ts";
import { naive, tf, useDevice } from "sepconv";
import { beforeAll, describe, expect, test } from "vitest";
import { difference } from "../../../bench/convolution/agreement.ts";
import { candidatesOf } from "../../../bench/convolution/peers/tfjs/candidates.ts";
import { sepconv } from "../../../bench/convolution/peers/tfjs/sepconv.ts";
import { stock } from "../../../bench/convolution/peers/tfjs/stock.ts";
import type { LayerTask } from "../../../bench/convolution/work/task.ts";
import { SEEDS, values } from "../../../bench/convolution/work/values.ts";

const layer = { inChannels: 4, outChannels: 6, height: 9, width: 8, groups: 1 } as const;
const window = { kernel: [3, 3], stride: [2, 2], padding: [1, 1] } as const;
const task: LayerTask = { kind: "layer", layer: { ...layer, ...window }, pass: "forward", batch: 2 };

describe.skipIf(!hasAdapter)("candidates on webgpu", () => {
  beforeAll(() => useDevice("webgpu"));

  test.each([
    ["tfjs", stock(tf, ["NHWC", "NCHW"], "explicit")],
    ["sepconv", sepconv],
  ])("%s computes in both layouts what the loops compute, is waited for and leaves nothing", async (_, style) => {
    const before = tf.memory().numTensors;
    const x = { data: values(2 * 4 * 9 * 8, SEEDS.x), shape: [2, 4, 9, 8] };
    const weight = { data: values(6 * 4 * 9, SEEDS.weights), shape: [6, 4, 3, 3] };
    const expected = Float32Array.from(naive.conv2d(x, weight, { stride: 2, padding: 1 }).output);
    let waits = 0;
    const candidates = candidatesOf(tf, style, async () => void waits++, task);
    for (const candidate of candidates) {
      const output = await candidate.run(() => {});
      await candidate.settle!();
      expect(difference(await candidate.read(output), expected)).toBeLessThan(1e-5);
      candidate.free(output);
      candidate.dispose();
    }
    expect(candidates.map(({ layout }) => layout).sort()).toEqual(["NCHW", "NHWC"]);
    expect(waits).toBe(2);
    expect(tf.memory().numTensors).toBe(before);
  });

  test("a gradient's clock is not set again when the forward pass has only been asked for", async () => {
    const [candidate] = candidatesOf(tf, sepconv, async () => {}, { ...task, pass: "weight gradient" });
    let marks = 0;
    candidate!.free(await candidate!.run(() => marks++));
    candidate!.dispose();
    expect(marks).toBe(0);
  });
});
