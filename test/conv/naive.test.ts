import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { naive } from "../../src/conv/naive.ts";

const filled = (value: number, ...shape: number[]) => ({
  data: new Float32Array(shape.reduce((a, b) => a * b)).fill(value),
  shape,
});

describe("naive.conv2d", () => {
  test("computes by hand what can be computed by hand", () => {
    const image = [
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
    ];
    const { output, shape } = naive.conv2d(
      image,
      [
        [
          [
            [1, 0],
            [0, 1],
          ],
        ],
      ],
      { bias: [10] },
    );
    expect(output).toEqual([
      [
        [16, 18],
        [22, 24],
      ],
    ]);
    expect(shape).toEqual([1, 2, 2]);
  });

  test("gives the form it was given, batched or not", () => {
    expect(naive.conv2d([[[[1, 2]]]], [[[[3]]]]).output).toEqual([[[[3, 6]]]]);
    expect(naive.conv2d(filled(1, 1, 2, 2), [[[[3]]]]).output).toEqual(new Float64Array([3, 3, 3, 3]));
  });

  test("counts the article's 81 multiplications, and 45 + 27 for the two passes", () => {
    const image = filled(1, 1, 5, 5);
    expect(naive.conv2d(image, filled(1, 1, 1, 3, 3)).multiplications).toBe(81);
    const first = naive.conv2d(image, filled(1, 1, 1, 3, 1));
    const second = naive.conv2d({ data: first.output, shape: first.shape }, filled(1, 1, 1, 1, 3));
    expect([first.multiplications, second.multiplications]).toEqual([45, 27]);
  });

  test("counts taps on padding, and leaves them out when asked", () => {
    const image = filled(1, 1, 3, 3);
    const kernel = filled(1, 1, 1, 3, 3);
    const all = naive.conv2d(image, kernel, { padding: 1 });
    const inside = naive.conv2d(image, kernel, { padding: 1, skipPadding: true });
    expect(all.multiplications).toBe(81);
    // Corners see 4 pixels, edges 6, the centre 9.
    expect(inside.multiplications).toBe(4 * 4 + 4 * 6 + 9);
    expect(inside.output).toEqual(all.output);
  });

  test.each(["reflect", "replicate", "circular"] as const)("leaves out no pixel that %s padding puts there", (mode) => {
    const [image, kernel] = [filled(1, 1, 3, 3), filled(1, 1, 1, 3, 3)];
    const options = { padding: 1, paddingMode: mode };
    const all = naive.conv2d(image, kernel, options);
    expect(naive.conv2d(image, kernel, { ...options, skipPadding: true })).toEqual(all);
  });

  test("counts one addition less than products, and one more for a bias", () => {
    const [image, kernel] = [filled(1, 2, 4, 4), filled(1, 3, 2, 3, 3)];
    expect(naive.conv2d(image, kernel).additions).toBe(3 * 4 * 17);
    expect(naive.conv2d(image, kernel, { bias: [0, 0, 0] }).additions).toBe(3 * 4 * 18);
  });

  test("moves its result when one tap of a kernel changes, by that tap's pixels", () => {
    const image = filled(1, 1, 4, 4);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 9 }), (tap, change) => {
        const kernel = filled(1, 1, 1, 3, 3);
        kernel.data[tap]! += change;
        expect([...naive.conv2d(image, kernel).output]).toEqual([9, 9, 9, 9].map((sum) => sum + change));
      }),
    );
  });

  test.each([
    ["weights for other channels", () => naive.conv2d(filled(1, 3, 4, 4), filled(1, 2, 2, 3, 3))],
    ["groups that do not divide", () => naive.conv2d(filled(1, 4, 4, 4), filled(1, 3, 2, 3, 3), { groups: 2 })],
    ["a kernel larger than the image", () => naive.conv2d(filled(1, 1, 2, 2), filled(1, 1, 1, 3, 3))],
    ["a bias of another size", () => naive.conv2d(filled(1, 1, 4, 4), filled(1, 1, 1, 3, 3), { bias: [1, 2] })],
    ["rows of different lengths", () => naive.conv2d([[[1, 2], [3]]], [[[[1]]]])],
    [
      "a plane in place of a stack of maps",
      () =>
        naive.conv2d(
          [
            [1, 2],
            [3, 4],
          ],
          [[[[1]]]],
        ),
    ],
    ["nothing", () => naive.conv2d(undefined as never, undefined as never)],
    ["no maps", () => naive.conv2d([], [[[[1]]]])],
    ["text", () => naive.conv2d([[["1"]]] as never, [[[[1]]]])],
    ["a tensor", () => naive.conv2d({ shape: [1, 1, 1], data: async () => [1] } as never, [[[[1]]]])],
    ...[
      { stride: 0 },
      { stride: 1.5 },
      { stride: [1, 1, 1] },
      { dilation: 0 },
      { dilation: 0.5 },
      { padding: -1 },
      { padding: 0.5 },
      { padding: "same", stride: 2 },
      { padding: "SAME" },
      { paddingMode: "symmetric", padding: 1 },
      { paddingMode: "reflect", padding: 4 },
      { paddingMode: "circular", padding: 5 },
      { groups: 0 },
      { strides: 2 },
      { layout: "NHWC" },
    ].map((options): [string, () => unknown] => [
      JSON.stringify(options),
      () => naive.conv2d(filled(1, 1, 4, 4), filled(1, 1, 1, 2, 2), options as object),
    ]),
  ])("refuses %s", (_, attempt) => {
    expect(attempt).toThrow(/^naive.conv2d: expected .+, received .+; .+/);
  });

  test("imports nothing but its arrays, so that it shares no mistake with what it checks", () => {
    const source = (file: string) => readFileSync(new URL(`../../src/conv/${file}`, import.meta.url), "utf8");
    const imports = (text: string) => text.match(/(?<=^import (?!type ).* from ).*|import\(.*|require\(.*/gm);
    expect(imports(source("naive.ts"))).toEqual([`"./nested.ts";`]);
    expect(imports(source("nested.ts"))).toBe(null);
  });
});
