import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Crew } from "../../../bench/convolution/crew.ts";
import { measure } from "../../../bench/convolution/measure.ts";
import { findRuntime } from "../../../bench/convolution/peers/onnxruntime/runtime.ts";
import type { PeerName } from "../../../bench/convolution/peers/peers.ts";
import type { Layer } from "../../../bench/convolution/work/layer.ts";
import { PASSES, type Pass } from "../../../bench/convolution/work/task.ts";

const crew = new Crew();
const folder = mkdtempSync(join(tmpdir(), "peers-"));
afterAll(async () => {
  await crew.stop();
  rmSync(folder, { recursive: true });
});

const window = { height: 9, width: 8, kernel: [3, 3], stride: [2, 2], padding: [1, 1] } as const;
const layers: Record<string, Layer> = {
  standard: { inChannels: 4, outChannels: 6, groups: 1, ...window },
  grouped: { inChannels: 4, outChannels: 6, groups: 2, ...window },
  depthwise: { inChannels: 4, outChannels: 4, groups: 4, ...window },
  separable: { inChannels: 4, outChannels: 6, groups: 1, separable: true, ...window },
};
const cases = Object.keys(layers).flatMap((kind) => PASSES.map((pass): [string, Pass] => [kind, pass]));

const here: PeerName[] = [
  "sepconv-wasm",
  "tfjs-wasm",
  "tfjs-cpu",
  ...(findRuntime() ? ["onnxruntime-node" as const] : []),
];
/** What peers lack, as they say it. */
const lacks = /^no groups$|^it only infers$|^Kernel '\w+' not registered for backend 'wasm'$/;

test.each(cases)("peers agree on a %s layer's %s, each in its own layout", async (kind, pass) => {
  const task = { kind: "layer", layer: layers[kind]!, pass, batch: 2 } as const;
  const peers = here.map((name) => ({ name, threads: 1 }));
  const outcomes = await measure(crew, task, peers, { repetitions: 1, budgetMs: 1000, patienceMs: 60_000 }, folder);
  expect(Object.keys(outcomes)).toEqual(here);
  const measured = Object.values(outcomes);
  expect(measured.flatMap(({ failure = "no groups" }) => (lacks.test(failure) ? [] : [failure]))).toEqual([]);
  const timed = measured.filter(({ failure }) => failure === undefined);
  expect(timed.every(({ difference, samples }) => difference! < 1e-5 && samples.length === 1)).toBe(true);
  expect(outcomes["sepconv-wasm"]!.failure).toBeUndefined();
});

test("who is not here is left out, and it is said why", async () => {
  const python = process.env.SEPCONV_PYTHON;
  process.env.SEPCONV_PYTHON = join(folder, "no-python");
  try {
    const task = { kind: "product", size: 4 } as const;
    const alone = new Crew();
    expect(
      await measure(
        alone,
        task,
        [{ name: "pytorch", threads: 1 }],
        { repetitions: 1, budgetMs: 1, patienceMs: 1 },
        folder,
      ),
    ).toEqual({});
    expect(alone.absent.get("pytorch")).toContain("ENOENT");
  } finally {
    if (python === undefined) delete process.env.SEPCONV_PYTHON;
    else process.env.SEPCONV_PYTHON = python;
  }
});
