import { describe, expect, test } from "vitest";
import { count, models, nn, standardTo, tf } from "../../src/sepconv.ts";

const shapes = (module: nn.AnyModule) =>
  module.namedParameters().map(([name, { shape }]) => [name, shape.join("×")] as const);

describe("what another layer in a standard convolution's place saves", () => {
  test("of Table 4's MobileNet with standard convolutions it makes the MobileNet of Table 1, but for the norms between", () => {
    const standard = models.mobilenetV1({ standard: true });
    const { before, after, replaced } = count.replace(standard, standardTo("separable"), { except: ["features.0"] });
    expect(before.macs).toBe(count.module(models.mobilenetV1({ standard: true })).macs);
    expect(after.macs).toBe(count.module(models.mobilenetV1()).macs);
    expect(replaced).toHaveLength(13);
  });

  test("groups divide MACs and weights by their number, where they divide the channels", () => {
    const network = new nn.Sequential(new nn.Conv2d(6, 4, 3, { bias: false }), new nn.Conv2d(4, 9, 3, { bias: false }));
    const { before, after, replaced } = count.replace(network, standardTo("grouped"), { inputShape: [6, 9, 9] });
    expect(replaced).toEqual(["0"]);
    expect(after.layers[0]!.macs).toBe(before.layers[0]!.macs! / 2);
    expect(after.layers[1]).toEqual(before.layers[1]);
  });

  test("a 3×1 and a 1×3 of equal channels save a third, as in section 3.2 of the Inception v3 paper", () => {
    const network = new nn.Sequential(new nn.Conv2d(16, 16, 3, { padding: 1, bias: false }));
    const { before, after } = count.replace(network, standardTo("spatial"), { inputShape: [16, 12, 12] });
    expect(after.macs / before.macs).toBeCloseTo(2 / 3, 12);
    expect(after.parameters / before.parameters).toBeCloseTo(2 / 3, 12);
  });

  test("leaves the network as it was, also where the new layers do not fit", () => {
    const network = new nn.Sequential(new nn.Conv2d(3, 4, 3), new nn.Sequential(new nn.Conv2d(4, 5, 3)));
    const conv = network.modules[0];
    const wrong = (module: nn.AnyModule) => (module instanceof nn.Conv2d ? new nn.Conv2d(7, 7, 3) : undefined);
    expect(() => count.replace(network, wrong, { inputShape: [3, 8, 8] })).toThrow('layer 1, "0" (Conv2d), got');
    count.replace(network, standardTo("separable"), { inputShape: [3, 8, 8] });
    expect(network.modules[0]).toBe(conv);
    expect(network.namedModules().map(([name]) => name)).toEqual(["", "0", "1", "1.0"]);
  });

  test("shows a row for each layer, with those inside it, the others and the total", () => {
    const network = new nn.Sequential(new nn.Conv2d(2, 2, 3, { bias: false }), new nn.Conv2d(2, 2, 1));
    const table = `${count.replace(network, standardTo("separable"), { inputShape: [2, 4, 4] })}`;
    expect(table.split("\n")).toEqual([
      "layer       parameters  then  saved  MACs  then  saved",
      "0                   36    22  38.9%   144    88  38.9%",
      "all others           6     6   0.0%    16    16   0.0%",
      "total               42    28  33.3%   160   104  35.0%",
    ]);
  });

  test("refuses a name that is not there, and a shape that is not known", () => {
    const network = new nn.Sequential(new nn.Conv2d(3, 4, 3));
    const rule = standardTo("separable");
    expect(() => count.replace(network, rule, { inputShape: [3, 8, 8], except: ["1"] })).toThrow('received "1"');
    expect(() => count.replace(network, rule)).toThrow("inputShape to be the input's sizes without the batch");
    expect(() => standardTo("depthwise" as never)).toThrow('one of "separable", "grouped", "spatial"');
    expect(() => standardTo("grouped", { multiplier: 2 } as never)).toThrow(
      "options among groups, received multiplier",
    );
  });
});

describe("standardTo with nn.replace", () => {
  test("keeps stride, padding, dilation and bias, so that the output has the same shape", () => {
    const conv = () => new nn.Conv2d(4, 6, [3, 5], { stride: [2, 1], padding: [1, 3], dilation: [1, 2] });
    const wanted = tf.tidy(() => conv().forward(tf.ones([1, 4, 12, 13])).shape);
    for (const form of ["separable", "grouped", "spatial"] as const) {
      const network = new nn.Sequential(conv());
      nn.replace(network, standardTo(form));
      expect(tf.tidy(() => network.forward(tf.ones([1, 4, 12, 13])).shape)).toEqual(wanted);
      expect(shapes(network).filter(([name]) => name.endsWith("bias"))).toHaveLength(1);
      network.dispose();
    }
  });

  test("makes the weights that the forms are named for", () => {
    const after = (form: "separable" | "grouped" | "spatial", options = {}) => {
      const network = new nn.Sequential(new nn.Conv2d(8, 16, 3, { bias: false }));
      nn.replace(network, standardTo(form, options));
      const found = shapes(network).map(([, shape]) => shape);
      network.dispose();
      return found;
    };
    expect(after("separable", { multiplier: 2 })).toEqual(["16×1×3×3", "16×16×1×1"]);
    expect(after("grouped", { groups: 4 })).toEqual(["16×2×3×3"]);
    expect(after("spatial", { channels: 3 })).toEqual(["3×8×3×1", "16×3×1×3"]);
  });

  test("leaves what is no standard convolution: pointwise, depthwise, grouped, one channel in", () => {
    const network = new nn.Sequential(
      new nn.Conv2d(1, 4, 3),
      new nn.Conv2d(4, 4, 1),
      new nn.Conv2d(4, 4, 3, { groups: 4 }),
      new nn.Conv2d(4, 8, 3, { groups: 2 }),
    );
    const before = [...network.modules];
    nn.replace(network, standardTo("separable"));
    expect(network.modules).toEqual(before);
  });
});
