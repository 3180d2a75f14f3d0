import { beforeAll, expect, test } from "vitest";
import { useDevice } from "../../src/device/use.ts";
import { shufflenetV2X0_5 } from "../../src/models/shufflenet-v2.ts";
import { tf } from "../../src/tf.ts";

beforeAll(() => useDevice("cpu"));

test("a unit lets half of its channels pass as they are, each before one that it computed", async () => {
  const network = shufflenetV2X0_5({ numClasses: 10 }).eval();
  const x = tf.randomNormal<tf.Rank.R4>([1, 48, 5, 5], 0, 1, "float32", 1);
  const y = network.stage2.modules[1]!.forward(x) as tf.Tensor4D;
  const [passed, given] = tf.tidy(() => [
    tf.gather(y, tf.range(0, 48, 2, "int32"), 1),
    x.slice([0, 0, 0, 0], [1, 24, 5, 5]),
  ]);
  expect(await passed!.data()).toEqual(await given!.data());
  network.dispose();
  tf.dispose([x, y, passed!, given!]);
});
