import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { count } from "../../src/count/index.ts";
import { useDevice } from "../../src/device/use.ts";
import { create, list } from "../../src/models/list.ts";
import type { AnyModule } from "../../src/nn/index.ts";
import { tf } from "../../src/tf.ts";
import { distance, golden, type Packed } from "../golden/golden.ts";
import { spread, weight } from "./weights-by-formula.ts";

interface Golden {
  counts: Array<{
    name: string;
    /** Height and width for which the weights were learned. */
    resolution: number;
    parameters: number;
    stateDict: string;
    macs: number;
    published: Array<{ weights: string; resolution: number; numParams: number; ops: number }>;
  }>;
  running: Array<{ name: string; size: number; part: string; gain: number; y: Packed }>;
}

const { counts, running } = golden<Golden>("models");

beforeAll(() => useDevice("wasm"));

test("every network that torchvision has of these families is here", () => {
  const names = new Set(list().map(({ name }) => name));
  expect(counts.filter(({ name }) => !names.has(name))).toEqual([]);
});

describe("torchvision's networks, made and counted without their tensors,", () => {
  test.each(counts)("$name has the same names and shapes, parameters and MACs", ({ name, ...expected }) => {
    const before = tf.memory().numTensors;
    const network = create(name);
    const { resolution, published } = expected;
    const { parameters, macs } = count.module(network, [3, resolution, resolution]);
    expect({ ...expected, stateDict: digest(network), parameters, macs }).toEqual(expected);
    for (const { resolution, numParams, ops } of published) {
      expect(parameters).toBe(numParams);
      const { macs } = count.module(network, [3, resolution, resolution]);
      expect(Math.round(macs / 1e6) / 1e3).toBe(ops);
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});

/** As the golden script has it: of a line for each tensor, its name and sizes. */
function digest(network: AnyModule): string {
  const lines = network.namedModules().flatMap(([path, module]) =>
    Object.values(module.ownTensors())
      .flat()
      .map(([name, { shape }]) => {
        return `${path === "" ? name : `${path}.${name}`} ${shape.join(",")}\n`;
      }),
  );
  return createHash("sha256").update(lines.join("")).digest("hex").slice(0, 16);
}

describe("with weights and input of one formula torchvision's networks return the same:", () => {
  test.each(running)("$name $part", ({ name, size, part, gain, y }) => {
    const network = create(name, { numClasses: 10 }).eval();
    const runs = network.namedModules().find(([path]) => path === part)![1];
    tf.tidy(() => {
      for (const [path, variable] of Object.entries(runs.stateDict())) {
        const { shape } = variable;
        if (shape.length === 0) continue;
        variable.assign(tf.tensor(weight(part === "" ? path : `${part}.${path}`, shape, gain), shape));
      }
      const shape = [2, 3, size, size];
      const x = tf.tensor(
        spread("x", tf.util.sizeFromShape(shape)).map((u) => 2 * u - 1),
        shape,
      );
      const result = runs.forward(x);
      if (!(result instanceof tf.Tensor)) throw new Error(`${name} returned several tensors`);
      expect(distance({ shape: result.shape, data: result.dataSync() }, y)).toBeLessThan(1e-4);
    });
    network.dispose();
  });
});
