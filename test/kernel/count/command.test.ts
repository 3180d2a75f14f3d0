import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { count } from "./sepconv.ts";

const args = ["mobilenet_v1", "--alpha", "0.5", "--input", "3x160x160"];

/** Table 9 of the MobileNets paper has 76 million MACs, and 1.32 million parameters without batch norm's. */
const MACS = 76_524_800;
const CHANNELS = [16, 32, 64, 64, 128, 128, 256, 256, 256, 256, 256, 256, 512, 512];
const PARAMETERS = 1_320_648 + 2 * (2 * CHANNELS.reduce((a, b) => a + b) - CHANNELS.at(-1)!);

test.concurrent("prints a table whose last line is the total", async () => {
  const { code, stdout, stderr } = await count(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const lines = stdout.trimEnd().split("\n");
  expect(lines[0]).toMatch(/^layer +type +output +parameters +MACs/);
  expect(lines.at(-1)).toContain(`${PARAMETERS.toLocaleString("en")}  ${MACS.toLocaleString("en")}`);
});

test.concurrent("writes JSON with the model, its options, the input, totals and layers", async () => {
  const { stdout } = await count([...args, "--format", "json"]);
  const { model, options, input, totals, layers, uncounted } = JSON.parse(stdout);
  expect({ model, options, input, uncounted }).toEqual({
    model: "mobilenet_v1",
    options: { alpha: 0.5 },
    input: [1, 3, 160, 160],
    uncounted: [],
  });
  expect(totals).toMatchObject({ parameters: PARAMETERS, macs: MACS });
  expect(layers[0]).toMatchObject({ type: "Conv2d", kind: "convolution 3×3", outputShapes: [[1, 16, 80, 80]] });
  const sum = layers.reduce((total: number, { macs }: { macs: number }) => total + macs, 0);
  expect(sum).toBe(MACS);
});

test.concurrent("writes CSV that adds up", async () => {
  const { stdout } = await count([...args, "--format", "csv"]);
  const [header, ...rows] = stdout
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  const macs = header!.indexOf("macs");
  expect(header!.slice(0, 3)).toEqual(["name", "type", "kind"]);
  expect(rows.reduce((total, row) => total + Number(row[macs]), 0)).toBe(MACS);
});

test.concurrent("writes Markdown whose rows have as many cells as its header", async () => {
  const { stdout } = await count([...args, "--format", "markdown", "--by", "kind"]);
  const rows = stdout.trimEnd().split("\n");
  expect(rows[0]).toMatch(/^\| kind \|/);
  expect(new Set(rows.map((row) => row.split("|").length)).size).toBe(1);
});

test.concurrent("writes an HTML table", async () => {
  const { stdout } = await count([...args, "--format", "html"]);
  const rows = [...parseHTML(stdout).document.querySelectorAll("tr")];
  expect(rows.at(-1)!.textContent).toContain(MACS.toLocaleString("en"));
});

test.concurrent("sums up by kind of layer: Table 2 of the MobileNets paper", async () => {
  const { stdout } = await count(["mobilenet_v1", "--by", "kind"]);
  expect(stdout).toMatch(/convolution 1×1 +13 .* 94.86%/);
  expect(stdout).toMatch(/depthwise 3×3 +13 .* 3.06%/);
});

test.concurrent("puts the totals of two models side by side, for the same input", async () => {
  const both = ["mobilenet_v1", "--compare", "vgg16", "--input", "3x160x160"];
  const [table, { stdout }] = await Promise.all([count(both), count([...both, "--format", "json"])]);
  const { totals, compared } = JSON.parse(stdout);
  expect(compared).toMatchObject({ model: "vgg16", input: [1, 3, 160, 160], totals: { parameters: 138_357_544 } });
  const ratio = (compared.totals.macs / totals.macs).toFixed(3);
  expect(table.stdout).toMatch(new RegExp(`MACs +290,675,200 +${compared.totals.macs.toLocaleString("en")} +${ratio}`));
});

test.concurrent("compares a network with itself by other options", async () => {
  const { stdout } = await count(["mobilenet_v1", "--alpha", "0.5", "--compare", "mobilenet_v1", "--format", "csv"]);
  expect(stdout).toMatch(/^total,mobilenet_v1 --alpha 0.5,mobilenet_v1,/);
  expect(stdout).toContain(`macs,149497088,568740352,`);
});

test.concurrent("counts a whole batch, given in either way", async () => {
  const given = [
    ["--input", "4x3x224x224"],
    ["--batch", "4"],
    ["--batch=4", "--input=3x224x224"],
  ];
  const outputs = await Promise.all(given.map((own) => count(["alexnet", ...own, "--format", "json"])));
  for (const { stdout } of outputs) {
    expect(JSON.parse(stdout)).toMatchObject({ input: [4, 3, 224, 224], totals: { macs: 4 * 714_188_480 } });
  }
});

test.concurrent("counts as another program does, beside the MACs", async () => {
  const { stdout } = await count(["alexnet", "--convention", "flops+bias", "--format", "json"]);
  const { convention, totals } = JSON.parse(stdout);
  expect(convention).toBe("flops+bias");
  expect(totals).toMatchObject({ macs: 714_188_480, operations: totals.flops });
});

test.concurrent("gives a model its options by the names on a command line", async () => {
  const { stdout } = await count([
    "mobilenet_v1",
    "--num-classes",
    "10",
    "--shallow",
    "--standard",
    "false",
    "--format=json",
  ]);
  const { options, layers } = JSON.parse(stdout);
  expect(options).toEqual({ numClasses: 10, shallow: true, standard: false });
  expect(layers.at(-1).outputShapes).toEqual([[1, 10]]);
});

test.concurrent("lists the networks with their year and paper", async () => {
  const { code, stdout } = await count(["--list"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^mobilenet_v1 +2017 +MobileNets: Efficient/m);
});

test.concurrent("says all that it can do", async () => {
  const { code, stdout } = await count(["--help"]);
  expect(code).toBe(0);
  for (const option of ["--input", "--batch", "--by", "--format", "--compare", "--export", "--list"]) {
    expect(stdout).toContain(`\n  ${option}`);
  }
});

test.concurrent.each([
  [["mobilenet_v1", "--alfa", "0.5"], "unknown option --alfa: mobilenet_v1 has --alpha, --resolution,"],
  [["mobilenet_v1", "--alfa", "0.5"], "did you mean --alpha?"],
  [["mobilenet_v1", "--comparre", "vgg16"], "did you mean --compare?"],
  [["vgg16", "--alpha", "1"], "unknown option --alpha: vgg16 has --"],
  [["mobilenet_v1", "--alpha=-1"], "received -"],
  [["mobilenet_w1"], 'received "mobilenet_w1"; did you mean "mobilenet_v1"?'],
  [[], "expected a model, received none"],
  [["--shallow", "mobilenet_v1"], "expected a model, received none; put it before the options"],
  [["vgg16", "alexnet"], "expected one model, received vgg16 and alexnet"],
  [
    ["vgg16", "--input", "3,224,x"],
    '--input: expected sizes such as 3x224x224, or several such with commas between, received "3,224,x"',
  ],
  [["vgg16", "--input"], "--input: expected a value, received none"],
  [["vgg16", "--input", "3x224x224,3x224x224"], "--input: expected one input, as the model takes, received 2"],
  [["vgg16", "--input", "1x224x224"], '"features.0" (Conv2d)'],
  [
    ["vgg16", "--input", "2x3x224x224", "--batch", "3"],
    "expected one batch, the first of four sizes, received 2 and --batch 3",
  ],
  [["vgg16", "--batch", "many"], '--batch: expected a whole number, received "many"'],
  [
    ["vgg16", "--format", "jsn"],
    'expected one of table, csv, json, markdown, html, received "jsn"; did you mean json?',
  ],
  [["vgg16", "--by", "shape"], 'expected one of layer, kind, received "shape"'],
  [["vgg16", "--convention", "tohp"], 'expected convention to be one of "macs",'],
  [["vgg16", "--compare", "vgg16"], "--compare: expected another model, received vgg16 again"],
  [["vgg16", "--compare", "alexnet", "--by", "kind"], "leave --by out"],
  [["missing.onnx"], 'received "missing.onnx", which does not exist'],
])("refuses %j and says why", async (args, why) => {
  const { code, stdout, stderr } = await count(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^sepconv count: /);
  expect(stderr).toContain(why);
});
