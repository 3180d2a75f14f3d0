import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import fc from "fast-check";
import { parseSync } from "oxc-parser";
import { describe, expect, test } from "vitest";
import { formula } from "../../src/article/index.ts";
import { naive } from "../../src/conv/naive.ts";
import { count } from "../../src/count/index.ts";

const root = join(import.meta.dirname, "../..");

/** Every module of the project that a file needs when it runs, itself included; type-only imports leave no trace in the program. */
function reached(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const { module } = parseSync(file, readFileSync(file, "utf8"));
  const specifiers = [
    ...module.staticImports.filter(({ entries }) => entries.length === 0 || entries.some((entry) => !entry.isType)),
    ...module.staticExports.flatMap(({ entries }) => entries.filter((entry) => !entry.isType)),
  ].flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : []));
  for (const specifier of specifiers.filter((name) => name.startsWith(".")))
    reached(resolve(dirname(file), specifier), found);
  return found;
}

describe("formula, counting helper and naive loop", () => {
  const roots = { formula: "src/article/formula.ts", helper: "src/count/conv2d.ts", loop: "src/conv/naive.ts" };

  test.each([
    ["formula", "helper"],
    ["formula", "loop"],
    ["helper", "loop"],
  ] as const)("share no module: %s and %s", (one, other) => {
    for (const name of [one, other]) expect(existsSync(join(root, roots[name]))).toBe(true);
    const shared = reached(join(root, roots[one])).intersection(reached(join(root, roots[other])));
    expect([...shared]).toEqual([]);
  });

  test("the walk over imports does find what files share", () => {
    const table = reached(join(root, "src/article/table.ts"));
    for (const file of Object.values(roots)) expect(table).toContain(join(root, file));
  });

  const small = (max: number) => fc.integer({ min: 1, max });
  const pair = (max: number) => fc.tuple(small(max), small(max));
  const layers = fc
    .record({
      groups: small(3),
      inPerGroup: small(3),
      outPerGroup: small(3),
      kernelSize: pair(3),
      stride: pair(3),
      dilation: pair(2),
      padding: fc.tuple(fc.nat(2), fc.nat(2)),
      extra: fc.tuple(fc.nat(4), fc.nat(4)),
      bias: fc.boolean(),
    })
    .map(({ groups, inPerGroup, outPerGroup, extra, ...rest }) => ({
      ...rest,
      groups,
      inChannels: groups * inPerGroup,
      outChannels: groups * outPerGroup,
      inputSize: [0, 1].map((axis) => rest.dilation[axis]! * (rest.kernelSize[axis]! - 1) + 1 + extra[axis]!) as [
        number,
        number,
      ],
    }));

  test("agree on 200 random layers", () => {
    fc.assert(
      fc.property(layers, (layer) => {
        const { inChannels, outChannels, kernelSize, inputSize, groups, stride, dilation, padding, bias } = layer;
        const x = maps(inChannels, ...inputSize);
        const weight = Array.from({ length: outChannels }, () => maps(inChannels / groups, ...kernelSize));
        const options = {
          stride,
          dilation,
          padding,
          groups,
          ...(bias ? { bias: Array.from({ length: outChannels }, () => 1) } : {}),
        };

        const counted = count.conv2d({ inChannels, outChannels, kernelSize, groups, stride, dilation, padding, bias }, [
          inChannels,
          ...inputSize,
        ]);
        const loop = naive.conv2d(x, weight, options);
        const outputShape = [outChannels, ...formula.outputSize(layer)];

        expect(counted.outputShape).toEqual(outputShape);
        expect(shapeOf(loop.output)).toEqual(outputShape);
        expect(counted.multiplications).toBe(formula.multiplications(layer));
        expect(loop.multiplications).toBe(formula.multiplications(layer));
        expect(loop.additions).toBe(counted.additions);
        expect(counted.parameters).toBe(formula.parameters(layer));
      }),
      { numRuns: 200 },
    );
  });

  test("changing one tap of a kernel changes the loop's output, not its count", () => {
    fc.assert(
      fc.property(fc.nat(2), fc.nat(2), fc.integer({ min: 1, max: 9 }), (row, column, change) => {
        const x = maps(1, 5, 5);
        const kernel = maps(1, 3, 3);
        const before = naive.conv2d(x, [kernel]);
        kernel[0]![row]![column]! += change;
        const after = naive.conv2d(x, [kernel]);
        expect(after.output).not.toEqual(before.output);
        expect(after.multiplications).toBe(before.multiplications);
      }),
    );
  });
});

/** [channels, height, width] of distinct numbers, none of them zero. */
function maps(channels: number, height: number, width: number): number[][][] {
  let next = 0;
  return Array.from({ length: channels }, () =>
    Array.from({ length: height }, () => Array.from({ length: width }, () => ++next)),
  );
}

function shapeOf(value: unknown): number[] {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [];
}
