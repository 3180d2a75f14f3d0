import { expect, test } from "vitest";
import { models } from "../../src/sepconv.ts";

test("networks are listed by year, each once, with paper and options", () => {
  const listed = models.list();
  expect(new Set(listed.map(({ name }) => name)).size).toBe(listed.length);
  expect(listed.map(({ year }) => year)).toEqual(listed.map(({ paper }) => paper.year).toSorted((a, b) => a - b));
  expect(listed.find(({ name }) => name === "mobilenet_v1")).toMatchObject({
    year: 2017,
    paper: { where: "arXiv 1704.04861" },
    options: ["alpha", "resolution", "shallow", "standard", "numClasses"],
  });
});

test("create makes what the function of that name makes, with its options", () => {
  const made = models.create("mobilenet_v1", { alpha: 0.25, resolution: 128 });
  expect(made).toBeInstanceOf(models.MobileNetV1);
  expect(made.inputShape).toEqual([3, 128, 128]);
});

test.each([
  ["mobilenetv2", 'received "mobilenetv2"; did you mean "mobilenet_v2"?'],
  ["Resnet-50", 'did you mean "resnet50"?'],
  ["a cat", "models.list() names them"],
])("a network called %s is refused", (name, message) => {
  expect(() => models.create(name)).toThrow(message);
});

test.each([
  ["mobilenet_v1", { shallow: "no" }, 'shallow to be true or false, received "no"'],
  ["mobilenet_v1", { standard: 0 }, "standard to be true or false, received 0"],
  ["inception_v3", { auxLogits: "no" }, 'auxLogits to be true or false, received "no"'],
  ["resnet50", { strideIn1x1: "no" }, 'strideIn1x1 to be true or false, received "no"'],
  ["mobilenet_v2", { widthMult: 0 }, "channels above 0, received 0"],
  ["mobilenet_v3_small", { widthMult: -1 }, "channels above 0, received -16"],
])("%s with %o is refused, not taken for another network", (name, options, message) => {
  expect(() => models.create(name, options)).toThrow(message);
});

test("an option that a network does not have is refused, and the one meant is named", () => {
  expect(() => models.create("vgg16", { num_classes: 10 })).toThrow(
    "vgg16: expected options among numClasses, received num_classes; did you mean numClasses?",
  );
  expect(() => models.mobilenetV1({ alfa: 0.5 } as object)).toThrow("options among alpha, resolution");
  expect(() => models.convTestGrouped({ groups: 4 })).toThrow("received groups");
});

test.each<[string, () => unknown, string]>([
  ["VGG", () => new models.VGG("Z" as never), 'models.VGG: expected configuration to be one of "A"'],
  ["ConvNeXt", () => new models.ConvNeXt("huge" as never), 'size to be one of "tiny", "small"'],
  ["ResNet", () => new models.ResNet("bottlenck" as "basic", [1, 1, 1, 1]), 'block to be one of "basic", "bottleneck"'],
  ["SqueezeNet", () => new models.SqueezeNet("2.0" as never), 'version to be one of "1.0", "1.1"'],
  ["MobileNetV3", () => new models.MobileNetV3("medium" as never), 'size to be one of "large", "small"'],
  ["EfficientNetV2", () => new models.EfficientNetV2("xs" as never), 'size to be one of "s", "m", "l", "xl"'],
  ["MobileNetV1", () => models.mobilenetV1({ alpha: "x" as never }), 'alpha to be a number above 0, received "x"'],
])("%s refuses a member that its paper does not have", (_, make, message) => {
  expect(make).toThrow(message);
});
