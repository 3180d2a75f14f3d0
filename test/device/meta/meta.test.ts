import { beforeAll, describe, expect, test } from "vitest";
import { registerMetaKernels } from "../../../src/device/meta/kernels.ts";
import { isMeta, onMeta } from "../../../src/device/meta/meta.ts";
import { useDevice } from "../../../src/device/use.ts";
import { tf } from "../../../src/tf.ts";

const f = (...shape: number[]) => tf.fill(shape, 0.5);

describe.each(["cpu", "wasm"])("after %s", (device) => {
  beforeAll(() => useDevice(device));

  test("the same device computes again, on tensors made before", () => {
    const x = tf.tensor([1, 2, 3]);
    expect(onMeta(() => [isMeta(), x.add(1).shape])).toEqual([true, [3]]);
    expect([isMeta(), tf.getBackend()]).toEqual([false, device]);
    expect([...x.add(1).dataSync()]).toEqual([2, 3, 4]);
  });

  test("also when what ran on shapes threw", () => {
    expect(() =>
      onMeta(() => {
        throw new Error("mine");
      }),
    ).toThrow("mine");
    expect(tf.getBackend()).toBe(device);
  });

  test("terabytes take no memory, and what was made is gone", () => {
    const before = tf.memory();
    expect(onMeta(() => tf.matMul(f(1e6, 1e6), f(1e6, 1e6)).shape)).toEqual([1e6, 1e6]);
    expect(tf.memory()).toEqual(before);
  });
});

describe("a kernel without a shape rule gives what the cpu backend gives for zeros:", () => {
  beforeAll(() => useDevice("cpu"));

  test("one of strings", () => {
    const words = tf.tensor(["a", "b"]);
    const before = tf.memory();
    expect(onMeta(() => tf.string.stringToHashBucketFast(words, 5).shape)).toEqual([2]);
    expect(tf.memory()).toEqual(before);
  });

  test("one that was registered just now", () => {
    const kernelFunc: tf.KernelFunc = ({ inputs: { x }, backend }) => {
      const attrs = { begin: [0], size: [Math.floor(x!.shape[0]! / 2)] };
      return tf.getKernel("Slice", "cpu").kernelFunc({ inputs: { x: x! }, attrs, backend });
    };
    tf.registerKernel({ kernelName: "FirstHalf", backendName: "cpu", kernelFunc });
    registerMetaKernels();
    const before = tf.findBackend("cpu").numDataIds();
    expect(onMeta(() => tf.engine().runKernel<tf.Tensor>("FirstHalf", { x: f(7) }).shape)).toEqual([3]);
    expect(tf.findBackend("cpu").numDataIds()).toBe(before);
    tf.unregisterKernel("FirstHalf", "cpu");
  });
});

describe("nothing is left", () => {
  beforeAll(() => useDevice("cpu"));

  test("of kept tensors, variables, optimizers and gradients, also of one that failed", () => {
    const before = tf.memory();
    const names = Object.keys(tf.engine().registeredVariables);
    onMeta(() => {
      tf.keep(f(3));
      const weight = tf.variable(f(3));
      tf.train.adam(0.1).minimize(() => weight.square().sum());
    });
    const failing = () => tf.grad((x) => x.square().reshape([4]))(f(3));
    expect(() => onMeta(failing)).toThrow("Size(3) must match");
    expect(tf.memory()).toEqual(before);
    expect(Object.keys(tf.engine().registeredVariables)).toEqual(names);
  });

  test("on the way, either, of gradients over terabytes", () => {
    const sums = (x: tf.Tensor) => tf.add(x.square().sum(1).mean(), x.mean(0, true).sum());
    expect(onMeta(() => tf.grad(sums)(f(1e6, 1e6)).shape)).toEqual([1e6, 1e6]);
    expect([...tf.tidy(() => tf.grad(sums)(f(2, 2))).dataSync()]).toEqual([1, 1, 1, 1]);
  });

  test("of one within another, each of which watches its own", () => {
    const before = tf.memory();
    const [inner, outer] = [[], []] as string[][];
    const square = () => void tf.keep(f(3).square());
    onMeta(
      () => {
        onMeta(square, ({ kernelName }) => inner!.push(kernelName));
        tf.keep(f(3).abs());
      },
      ({ kernelName }) => outer!.push(kernelName),
    );
    expect([inner, outer]).toEqual([
      ["Fill", "Square"],
      ["Fill", "Abs"],
    ]);
    expect(tf.memory()).toEqual(before);
    expect(Object.hasOwn(tf.engine(), "keep")).toBe(false);
  });

  test("of an assignment to a variable, which is checked all the same", () => {
    const variable = tf.variable(tf.tensor([1, 2]));
    onMeta(() => variable.assign(f(2)));
    expect(() => onMeta(() => variable.assign(f(3)))).toThrow("assign: Shapes 3 and 2 must match");
    expect(() => onMeta(() => variable.assign(f(2).cast("int32")))).toThrow("assign: int32 to a float32");
    expect([...variable.dataSync()]).toEqual([1, 2]);
    variable.assign(tf.tensor([3, 4]));
    expect([...variable.dataSync()]).toEqual([3, 4]);
    variable.dispose();
  });
});

describe("refuses", () => {
  test("to be read", () => {
    expect(() => onMeta(() => f(2).dataSync())).toThrow("meta tensor: expected no reading of values");
  });

  test("a kernel whose output's shape depends on values, by its name", () => {
    expect(() => onMeta(() => tf.unique(f(5)))).toThrow("the TensorFlow.js kernel Unique");
  });

  test("a kernel without a shape rule that fails on zeros, by its name and in the cpu backend's words", () => {
    const kernelFunc = () => {
      throw new Error("no zeros");
    };
    tf.registerKernel({ kernelName: "Inverse", backendName: "cpu", kernelFunc });
    registerMetaKernels();
    const inverse = () => tf.engine().runKernel("Inverse", { x: f(2) });
    expect(() => onMeta(inverse)).toThrow("kernel Inverse, of which the cpu backend says Error: no zeros");
    tf.unregisterKernel("Inverse", "cpu");
  });

  test.each<[string, string, () => tf.Tensor]>([
    ["matMul", "[2,3] and [4,5] share no inner size", () => f(2, 3).matMul(f(4, 5))],
    ["add", "could not be broadcast", () => f(2, 3).add(f(2))],
    ["reshape", "Size(6) must match the product of shape 4", () => f(2, 3).reshape([4])],
    ["slice", "begin[0] + size[0] (3) would overflow", () => f(2, 3).slice([0, 0], [3, 3])],
  ])("sizes that do not fit each other in %s", (_, message, operation) => {
    expect(() => onMeta(() => operation().shape)).toThrow(message);
  });
});

test("leaves it to the first operation to choose a device, where none was chosen", async () => {
  const script = `
    const { tf } = await import(${JSON.stringify(new URL("../../../src/tf.ts", import.meta.url).href)});
    const { onMeta } = await import(${JSON.stringify(new URL("../../../src/device/meta/meta.ts", import.meta.url).href)});
    const shape = onMeta(() => tf.fill([2], 0).add(1).shape);
    process.stdout.write(JSON.stringify([shape, tf.engine().backendName ?? null]));`;
  const { execFileSync } = await import("node:child_process");
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
  expect(JSON.parse(output)).toEqual([[2], null]);
});
