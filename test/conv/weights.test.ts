import { beforeAll, describe, expect, test } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import { weights } from "../../src/conv/weights.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";

describe("weights", () => {
  beforeAll(() => useDevice("wasm"));

  test("taken from TensorFlow give what tf.conv2d gives", () => {
    const x = tf.randomNormal<tf.Rank.R3>([9, 8, 3]);
    const hwio = tf.randomNormal<tf.Rank.R4>([3, 2, 3, 5]);
    const difference = conv2d(x, weights.fromHWIO(hwio), { layout: "NHWC" }).sub(tf.conv2d(x, hwio, 1, "valid"));
    expect(difference.abs().max().dataSync()[0]).toBeLessThan(1e-5);
  });

  test("come back unchanged", () => {
    const oihw = tf.randomNormal([5, 3, 3, 2]);
    expect(weights.fromHWIO(weights.toHWIO(oihw)).arraySync()).toEqual(oihw.arraySync());
  });

  test("of another rank are refused", () => {
    expect(() => weights.toHWIO(tf.ones([3, 3, 3]))).toThrow("weights.toHWIO: expected w to have 4 sizes");
  });
});
