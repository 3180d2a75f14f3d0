import { expect, test } from "vitest";
import { naive } from "../../src/conv/naive.ts";
import { groups, type GroupsOptions } from "../../src/plot/index.ts";

type Drawn = {
  type: string;
  name: string;
  visible: boolean;
  x: (number | null)[];
  y: (number | null)[];
  z: number[][];
  line: { color: string };
};

const draw = (options: GroupsOptions) => groups(options).data as unknown as Drawn[];
const shown = (options: GroupsOptions) => draw(options).filter(({ visible }) => visible);

/** Which output channels a convolution changes when an input channel changes: [C_out][C_in], from the loops themselves. */
function sensitivity({ inChannels, outChannels, groups }: { inChannels: number; outChannels: number; groups: number }) {
  const weight = Array.from({ length: outChannels }, () => Array.from({ length: inChannels / groups }, () => [[1]]));
  const columns = Array.from({ length: inChannels }, (_, input) => {
    const x = Array.from({ length: inChannels }, (_, c) => [[c === input ? 1 : 0]]);
    const { output } = naive.conv2d(x, weight, { groups });
    return (output as number[][][]).flat(2);
  });
  return Array.from({ length: outChannels }, (_, out) => columns.map((column) => column[out] !== 0));
}

const layers = [
  [4, 6, 2],
  [4, 6, 1],
  [3, 3, 3],
  [3, 6, 3],
  [8, 4, 4],
  [32, 32, 16],
].map(([inChannels = 1, outChannels = 1, groups = 1]) => ({ inChannels, outChannels, groups }));

test.each(layers)("the mask of $inChannels to $outChannels in $groups groups is what the convolution sees", (layer) => {
  const mask = shown(layer).find(({ type }) => type === "heatmap")!.z;
  expect(mask.map((row) => row.map((level) => level > 0))).toEqual(sensitivity(layer));
});

test.each(layers)(
  "the lines of $inChannels to $outChannels in $groups groups are what the convolution sees",
  (layer) => {
    const drawn = shown(layer).filter(({ name }) => name?.startsWith("group"));
    const lines = drawn.flatMap(({ x, y }) => x.flatMap((at, i) => (at === 0 ? [[y[i], y[i + 1]] as const] : [])));
    const scale = layer.outChannels / layer.inChannels;
    const seen = sensitivity(layer).map((row) => row.map(() => false));
    for (const [from, to] of lines) seen[to!]![Math.round((from! + 0.5) / scale - 0.5)] = true;
    expect(seen).toEqual(sensitivity(layer));
    expect(lines.length).toBe(sensitivity(layer).flat().filter(Boolean).length);
  },
);

test("gives neighbouring groups different colours, in the lines and in the mask alike", () => {
  const traces = shown({ inChannels: 3, outChannels: 3, groups: 3 });
  const mask = traces.find(({ type }) => type === "heatmap");
  const lines = traces.filter(({ name }) => name?.startsWith("group")).map(({ line }) => line.color);
  expect(new Set(lines).size).toBe(3);
  const { colorscale, zmin, zmax } = mask as unknown as { colorscale: [number, string][]; zmin: number; zmax: number };
  const colorOf = (z: number) => colorscale.findLast(([at]) => at <= (z - zmin) / (zmax - zmin))?.[1];
  expect([0, 1, 2].map((c) => colorOf(mask!.z[c]![c]!))).toEqual(lines);
});

// torch 2.13: sum(p.numel() for p in nn.Conv2d(C_in, C_out, 3, groups=g, bias=False).parameters())
test.each([
  [4, 6, 2, "grouped", "108"],
  [4, 6, 1, "standard", "216"],
  [3, 3, 3, "depthwise", "27"],
  [3, 4, 1, "standard", "108"],
  [32, 32, 16, "grouped", "576"],
])(
  "counts the parameters of %i to %i channels in %i groups as PyTorch does",
  (inChannels, outChannels, g, kind, count) => {
    const { alt, layout } = groups({ inChannels, outChannels, groups: g });
    expect(alt).toContain(`groups = ${g}, ${kind}`);
    expect(layout.annotations?.at(-1)?.text).toMatch(new RegExp(` = ${count} parameters$`));
  },
);

test("counts kernels of another size", () => {
  expect(groups({ inChannels: 3, outChannels: 4, groups: 1, kernelSize: 1 }).alt).toContain("= 12 parameters");
});

test("of a list draws the first, and a slider leads through all from few groups to many", () => {
  const figure = groups({ inChannels: 8, outChannels: 8, groups: [4, 1, 8, 2] });
  const { active, steps } = (figure.layout.sliders ?? [])[0] as unknown as {
    active: number;
    steps: { label: string; args: [{ visible: boolean[] }, { annotations: { text: string }[] }] }[];
  };
  expect(steps.map(({ label }) => label)).toEqual(["1", "2", "4", "8"]);
  expect(steps[active]?.label).toBe("4");
  expect(steps[active]?.args[0].visible).toEqual(figure.data.map(({ visible }) => visible));
  expect(steps[active]?.args[1].annotations).toEqual(figure.layout.annotations);
  for (const { label, args } of steps) {
    const alone = shown({ inChannels: 8, outChannels: 8, groups: Number(label) });
    const drawn = (figure.data as unknown as Drawn[]).filter((_, i) => args[0].visible[i]);
    expect(drawn.map((trace) => ({ ...trace, visible: true }))).toEqual(alone);
  }
});

test("a single number needs no slider", () => {
  expect(groups({ inChannels: 4, outChannels: 4, groups: [2] }).layout).not.toHaveProperty("sliders");
});

test.each([
  [
    "groups that do not divide",
    { groups: 4 },
    "groups to divide inChannels = 4 and outChannels = 6, received 4; use groups 1",
  ],
  ["one such among others", { groups: [1, 3] }, "groups to divide inChannels = 4 and outChannels = 6, received 3"],
  ["no groups", { groups: [] }, "groups to be at least 1 different integers, received []"],
  ["groups that are no number", { groups: "2" as never }, 'each of groups to be an integer of 1 or more, received "2"'],
  ["half a channel", { inChannels: 0.5 }, "inChannels to be an integer of 1 or more, received 0.5"],
  ["too many channels", { outChannels: 64 }, "outChannels to be at most 32, received 64; draw a smaller layer"],
  ["an unknown option", { kernel: 3 } as never, "received kernel; did you mean kernelSize?"],
])("refuses %s", (_, wrong, message) => {
  expect(() => groups({ inChannels: 4, outChannels: 6, groups: 2, ...(wrong as object) })).toThrow(
    "plot.groups: expected ",
  );
  expect(() => groups({ inChannels: 4, outChannels: 6, groups: 2, ...(wrong as object) })).toThrow(message);
});
