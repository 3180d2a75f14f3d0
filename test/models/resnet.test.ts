import { beforeAll, expect, test } from "vitest";
import { count } from "../../src/count/index.ts";
import { useDevice } from "../../src/device/use.ts";
import * as models from "../../src/models/resnet/resnet.ts";
import { manualSeed } from "../../src/nn/random.ts";
import { tf } from "../../src/tf.ts";
import { fallByGradient } from "./descent.ts";

beforeAll(() => useDevice("wasm"));

const macsOf = (network: models.ResNet) => count.module(network, network.inputShape).macs;
const asInThePaper = { strideIn1x1: true };

test.each([
  ["resnet18", 1.8, models.resnet18()],
  ["resnet34", 3.6, models.resnet34()],
  ["resnet50", 3.8, models.resnet50(asInThePaper)],
  ["resnet101", 7.6, models.resnet101(asInThePaper)],
  ["resnet152", 11.3, models.resnet152(asInThePaper)],
])("Table 1 of arXiv 1512.03385, the stride in the 1×1: %s has %d·10⁹", (_, paper, network) => {
  expect(Math.abs(macsOf(network) / 1e9 - paper)).toBeLessThan(0.07);
});

test("the place of the stride changes what ResNet-50 costs, and none of its tensors", () => {
  const [paper, torchvision] = [models.resnet50(asInThePaper), models.resnet50()];
  expect([macsOf(paper), macsOf(torchvision)]).toEqual([3_857_973_248, 4_089_184_256]);
  expect(tensorsOf(paper)).toEqual(tensorsOf(torchvision));
});

const tensorsOf = (network: models.ResNet) =>
  network
    .namedModules()
    .map(([name, module]) => [name, module.ownParameters().map(([own, { shape }]) => [own, shape])]);

test("Table 1 of arXiv 1611.05431: of cardinality 32 and width 4, ResNeXt-50 has 25.0·10⁶ parameters and 4.2·10⁹ MACs", () => {
  const { parameters, macs } = count.module(models.resnext50_32x4d(), [3, 224, 224]);
  expect([Math.round(parameters / 1e5), Math.round(macs / 1e8)]).toEqual([250, 42]);
});

test("arXiv 1605.07146: WRN-50-2-bottleneck has 68.9 million parameters", () => {
  expect(Math.round(count.module(models.wideResnet50_2(), [3, 224, 224]).parameters / 1e5)).toBe(689);
});

test("Table 1 gives each stage of ResNet-50 its size", () => {
  const { layers } = count.module(models.resnet50(), [3, 224, 224]);
  const ends = ["conv1", "layer1.2.conv3", "layer2.3.conv3", "layer3.5.conv3", "layer4.2.conv3", "avgpool", "fc"];
  expect(ends.map((end) => layers.findLast(({ name }) => name === end)?.outputShapes[0]!.slice(1))).toEqual([
    [64, 112, 112],
    [256, 56, 56],
    [512, 28, 28],
    [1024, 14, 14],
    [2048, 7, 7],
    [2048, 1, 1],
    [1000],
  ]);
});

test("the loss of a ResNet of bottlenecks falls by what its gradient foretells", () => {
  manualSeed(1);
  const network = new models.ResNet("bottleneck", [1, 1, 1, 1], { groups: 2, widthPerGroup: 4, numClasses: 3 }).eval();
  expect(fallByGradient(network, 32)).toBeCloseTo(1, 1);
  network.dispose();
});

test("ResNet-18 learns by a step, from small images too, and runs after eval()", async () => {
  manualSeed(1);
  const network = models.resnet18({ numClasses: 10 });
  const x = tf.randomNormal([2, 3, 32, 32], 0, 1, "float32", 1);
  const labels = tf.oneHot([3, 7], 10);
  const loss = () => tf.tidy(() => tf.losses.softmaxCrossEntropy(labels, network.forward(x)).asScalar());
  const before = tf.train.sgd(0.01).minimize(loss, true, network.parameters())!;
  expect((await loss().data())[0]).toBeLessThan((await before.data())[0]!);
  expect(network.bn1.numBatchesTracked?.dataSync()[0]).toBe(2);
  const logits = await network.eval().forward(x).data();
  expect(logits).toHaveLength(20);
  expect(logits.every(Number.isFinite)).toBe(true);
});
