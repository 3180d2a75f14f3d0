import { expect, test } from "vitest";
import { count, folderWith } from "./sepconv.ts";

const NETWORK = `
import { nn, type tf } from "sepconv";
import { block } from "./parts/block";

enum Width { narrow = 8, wide = 16 }

export class Network extends nn.Module {
  readonly body: nn.Module;
  constructor({ numClasses = 10, wide = false } = {}) {
    super();
    this.body = block(wide ? Width.wide : Width.narrow, numClasses);
  }
  override forward(x: tf.Tensor) {
    return this.body.forward(x);
  }
}
`;
const BLOCK = `
import { nn } from "sepconv";
export const block = (width: number, classes: number) =>
  new nn.Sequential(new nn.Conv2d(3, width, 3, { bias: false }), new nn.Conv2d(width, classes, 1, { bias: false }));
`;
const base = { "network.ts": NETWORK, "parts/block.ts": BLOCK };
const input = ["--input", "3x10x10", "--format", "json"];

/** What the network above costs. */
const macs = (width: number, classes: number) => 64 * (27 * width + width * classes);

test.concurrent("counts a class that a module exports, with options, TypeScript that Node does not strip among it", async () => {
  const folder = folderWith(base);
  const { stdout, stderr } = await count(["network.ts", "--wide", "--num-classes", "4", ...input], folder);
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({
    model: "network.ts",
    input: [1, 3, 10, 10],
    totals: { macs: macs(16, 4) },
  });
});

test.concurrent.each([
  ["an instance", 'import { Network } from "./network.ts";\nexport default new Network();'],
  [
    "a function",
    'import { Network } from "./network.ts";\nexport default ({ numClasses = 10 } = {}) => new Network({ numClasses });',
  ],
  ["a function that waits", 'import { Network } from "./network.ts";\nexport const make = async () => new Network();'],
  ["its default among others", 'import { Network } from "./network.ts";\nexport { Network, Network as default };'],
])("counts %s", async (_, source) => {
  const { stdout, stderr } = await count(["./model.ts", ...input], folderWith({ ...base, "model.ts": source }));
  expect(stderr).toBe("");
  expect(JSON.parse(stdout).totals.macs).toBe(macs(8, 10));
});

test.concurrent("takes the input's sizes from a model that has them", async () => {
  const source = `${NETWORK.replace("readonly body", "readonly inputShape = [3, 6, 6];\n  readonly body")}`;
  const { stdout } = await count(["network.ts", "--format", "json"], folderWith({ ...base, "network.ts": source }));
  expect(JSON.parse(stdout).input).toEqual([1, 3, 6, 6]);
});

test.concurrent("uses its own library whatever the project has: a model is counted by the library of which it is made", async () => {
  const other = {
    "node_modules/sepconv/package.json": '{ "name": "sepconv", "type": "module", "exports": "./index.js" }',
    "node_modules/sepconv/index.js": 'throw new Error("the project\'s own");',
  };
  const { stdout, stderr } = await count(["network.ts", ...input], folderWith({ ...base, ...other }));
  expect(stderr).toBe("");
  expect(JSON.parse(stdout).totals.macs).toBe(macs(8, 10));
});

test.concurrent("finds what the paths of a tsconfig.json mean", async () => {
  const files = {
    ...base,
    "network.ts": NETWORK.replace("./parts/block", "@parts/block"),
    "tsconfig.json": '{ "compilerOptions": { "paths": { "@parts/*": ["./parts/*"] } } }',
  };
  const { stdout } = await count(["network.ts", ...input], folderWith(files));
  expect(JSON.parse(stdout).totals.macs).toBe(macs(8, 10));
});

const several = `${NETWORK}\nexport const other = new Network();\nexport const number = 3;`;

test.concurrent("takes the export that is named", async () => {
  const folder = folderWith({ ...base, "network.ts": several });
  const { stdout } = await count(["network.ts", "--export", "other", ...input], folder);
  expect(JSON.parse(stdout).totals.macs).toBe(macs(8, 10));
});

test.concurrent.each([
  [
    several,
    [],
    "expected one export that is or makes an nn.Module in network.ts, received Network, other; name one by --export",
  ],
  [several, ["--export", "number"], "expected an export number in network.ts, received Network, other"],
  [several, ["--export", "other", "--wide"], "other of network.ts, which is made already, has no options"],
  ["export const number = 3;", [], "received none; export a model as default"],
  ["export default () => 3;", [], "expected default of network.ts to make an nn.Module, received number"],
  [
    NETWORK,
    ["--widee"],
    "unknown option --widee: Network of network.ts has --num-classes, --wide; did you mean --wide?",
  ],
  [NETWORK, ["--input", "4x10x10"], '"body.0" (Conv2d)'],
])("refuses a module that is not as asked: %#", async (source, args, why) => {
  const { code, stderr } = await count(
    ["network.ts", ...input, ...args],
    folderWith({ ...base, "network.ts": source }),
  );
  expect(stderr).toContain(why);
  expect(code).toBe(2);
});

test.concurrent("asks for the input's sizes where nothing tells them", async () => {
  const { code, stderr } = await count(["network.ts"], folderWith(base));
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "sepconv count: expected --input, received none; give the sizes of what goes in, such as 3x224x224\n",
  });
});

test.concurrent("shows where a module fails by itself", async () => {
  const folder = folderWith({ "network.ts": "const a: number = 1;\nthrow new Error(`broken ${a}`);" });
  const { code, stderr } = await count(["network.ts"], folder);
  expect(code).toBe(1);
  expect(stderr).toContain("broken 1");
  expect(stderr).toContain("network.ts:2");
});

test.concurrent("shows where the making of a model fails, in the module's own lines", async () => {
  const source = NETWORK.replace("super();", "super();\n    (undefined as unknown as string).trim();");
  const { code, stderr } = await count(["network.ts", ...input], folderWith({ ...base, "network.ts": source }));
  expect(code).toBe(1);
  expect(stderr).toMatch(/network\.ts:\d+/);
});
