import { beforeAll, expect, test } from "vitest";
import { count } from "../../src/count/index.ts";
import { totalsOf } from "../../src/count/tables/layer-cost.ts";
import { useDevice } from "../../src/device/use.ts";
import * as models from "../../src/models/shufflenet-v1.ts";
import { manualSeed } from "../../src/nn/random.ts";
import { tf } from "../../src/tf.ts";
import { distance, golden, type Packed } from "../golden/golden.ts";
import { images } from "./images.ts";

beforeAll(() => useDevice("cpu"));

const { counts, running } = golden<{
  counts: Array<{ groups: Groups; scale: number; parameters: number; macs: number }>;
  running: Array<{ groups: Groups; scale: number; y: Packed }>;
}>("shufflenet_v1");

const members = {
  1: models.shufflenetV1G1,
  2: models.shufflenetV1G2,
  3: models.shufflenetV1G3,
  4: models.shufflenetV1G4,
  8: models.shufflenetV1G8,
};
type Groups = keyof typeof members;

/** Parameters, MACs, and MACs without the classifier. */
function countOf(groups: Groups, scale: number) {
  const network = members[groups]({ scale });
  const { layers, parameters, macs } = count.module(network, network.inputShape);
  return { parameters, macs, convolutions: totalsOf(layers.filter(({ kind }) => kind !== "linear")).macs };
}

test("Table 1 of arXiv 1707.01083 gives each stage its size and channels", () => {
  const network = models.shufflenetV1G3();
  const { layers } = count.module(network, network.inputShape);
  const ends = ["conv1.2", "maxpool", "stage2.3.relu", "stage3.7.relu", "stage4.3.relu", "avgpool", "fc"];
  expect(ends.map((end) => layers.find(({ name }) => name === end)?.outputShapes[0]!.slice(1))).toEqual([
    [24, 112, 112],
    [24, 56, 56],
    [240, 28, 28],
    [480, 14, 14],
    [960, 7, 7],
    [960, 1, 1],
    [1000],
  ]);
});

/** The authors' repository rounds some of its own otherwise: 136.5 + 0.96 is 138 there. */
test.each<[Groups, scale: number, macs: number, parameters: number]>([
  [3, 2, 524, 5.4],
  [8, 2, 522, 6.5],
  [3, 1.5, 292, 3.4],
  [8, 1.5, 290, 4.3],
  [3, 1, 138, 1.9],
  [8, 1, 138, 2.4],
  [3, 0.5, 38, 0.7],
  [8, 0.5, 40, 1],
])(
  "the authors' code for %i groups and %f× has %i million MACs and %f million parameters",
  (groups, scale, macs, parameters) => {
    const ours = countOf(groups, scale);
    expect(Math.abs(ours.macs / 1e6 - macs)).toBeLessThan(0.6);
    expect(Math.abs(ours.parameters / 1e6 - parameters)).toBeLessThan(0.06);
  },
);

test.each(counts)("pytorchcv counts the same: $groups groups, $scale×", ({ groups, scale, parameters, macs }) => {
  expect(countOf(groups, scale)).toMatchObject({ parameters, convolutions: macs });
});

test.each(running)("pytorchcv gives the same: $groups groups, $scale×", async ({ groups, scale, y }) => {
  manualSeed(1);
  const network = members[groups]({ scale, numClasses: 10 });
  const logits = tf.tidy(() => network.forward(images(64)));
  expect(distance({ shape: logits.shape, data: await logits.data() }, y)).toBeLessThan(1e-3);
  network.dispose();
  logits.dispose();
});

test.each([0.25, 0.5, 0.7])("at %f× every number of groups divides its channels", (scale) => {
  for (const make of Object.values(members)) {
    const network = make({ scale });
    expect(count.module(network, network.inputShape).outputShape).toEqual([1, 1000]);
  }
});

test("a scale that leaves no channel is refused", () => {
  expect(() => models.shufflenetV1G1({ scale: 0 })).toThrow("to be an integer of 1 or more");
});
