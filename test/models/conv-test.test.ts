import { expect, test } from "vitest";
import { count } from "../../src/count/index.ts";
import { convTestDepthwise, convTestGrouped, convTestPointwise, convTestStandard } from "../../src/models/conv-test.ts";

test.each([
  ["standard", convTestStandard(), [3, 64, 64], 108, [1, 4, 64, 64]],
  ["depthwise", convTestDepthwise(), [3, 64, 64], 27, [1, 3, 64, 64]],
  ["pointwise", convTestPointwise(), [3, 64, 64], 12, [1, 4, 64, 64]],
  ["grouped", convTestGrouped(), [4, 64, 64], 108, [1, 6, 64, 64]],
])(
  "the %s Conv_test has the input, the parameters and the output that the article gives",
  (_, network, input, parameters, output) => {
    expect(network.inputShape).toEqual(input);
    const { outputShape, ...cost } = count.module(network, input);
    expect({ parameters: cost.parameters, outputShape }).toEqual({ parameters, outputShape: output });
    expect(network.ownParameters()).toEqual([]);
    expect(network.conv.ownParameters().map(([name]) => name)).toEqual(["weight"]);
  },
);
