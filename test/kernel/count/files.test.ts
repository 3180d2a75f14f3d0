import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { golden } from "../../golden/golden.ts";
import { count, folderWith } from "./sepconv.ts";

interface Onnx {
  name: string;
  inputShape: number[];
  macs: number;
  batchSize: number;
  models: Record<string, { file: string }>;
}
interface Keras {
  name: string;
  model: string;
  macs: number;
  parameters: number;
}

const separable = golden<{ cases: Onnx[] }>("onnx_networks").cases.find(({ name }) => name === "separable")!;
const { cases } = golden<{ cases: Keras[] }>("keras_models");
const mobilenet = cases.find(({ name }) => name === "MobileNet")!;
const shared = cases.find(({ name }) => name === "shared")!;
const folder = folderWith({
  "separable.onnx": Buffer.from(separable.models["traced, batch open"]!.file, "base64"),
  "mobilenet.json": gunzipSync(Buffer.from(mobilenet.model, "base64")),
  "shared.json": gunzipSync(Buffer.from(shared.model, "base64")),
  "broken.onnx": "no protobuf",
  "broken.json": "{",
  "other.json": "{}",
  "notes.txt": "",
});

test.concurrent("counts an ONNX file", async () => {
  const { stdout } = await count(["separable.onnx", "--batch", "2", "--format", "json"], folder);
  expect(JSON.parse(stdout)).toMatchObject({
    model: "separable.onnx",
    input: [2, ...separable.inputShape],
    totals: { macs: separable.macs },
  });
});

test.concurrent("tells the shapes of several inputs", async () => {
  const { stdout } = await count(["shared.json", "--format", "json", "--batch", "2"], folder);
  expect(JSON.parse(stdout)).toMatchObject({
    input: [
      [2, 9, 7],
      [2, 5, 7],
    ],
    totals: { macs: shared.macs },
  });
});

test.concurrent("counts a Keras model beside one of the networks here", async () => {
  const { stdout } = await count(["mobilenet.json", "--compare", "mobilenet_v1", "--format", "csv"], folder);
  expect(stdout).toContain(`macs,${mobilenet.macs / 2},${mobilenet.macs / 2},1\r\n`);
  expect(stdout).toContain(`parameters,${mobilenet.parameters},${mobilenet.parameters},1\r\n`);
});

test.concurrent.each([
  [["separable.onnx", "--input", "3x64x64"], '"x" to be [batch, 3, 32, 24], or the same without its first'],
  [["separable.onnx", "--alpha", "2"], "unknown option --alpha: separable.onnx has no options"],
  [["separable.onnx", "--convention", "thop"], "--convention: expected a network or a module, received separable.onnx"],
  [["broken.onnx"], "expected the contents of an .onnx file"],
  [["broken.json"], "expected JSON in broken.json, received other text"],
  [["other.json"], "expected the JSON of a Keras model"],
  [["notes.txt"], 'expected a module (.ts), a Keras model (.json) or an .onnx file, received "notes.txt"'],
  [["mobilenet.json", "--input", "3x224x224"], "to be [any, 224, 224, 3], or the same without its first"],
])("refuses %j and says why", async (args, why) => {
  const { code, stderr } = await count(args, folder);
  expect(stderr).toContain(why);
  expect(code).toBe(2);
});
