import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import type { DeviceOptions } from "../../src/device/device.ts";
import { list } from "../../src/device/list.ts";
import { useDevice } from "../../src/device/use.ts";
import { widest } from "../../src/device/wasm/module.ts";
import { engine } from "../../src/device/wasm/start.ts";
import { tf } from "../../src/tf.ts";
import { nothing } from "./adapter.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a script in a fresh Node, where nothing has been started yet, without a GPU. */
const fresh = (script: string, type: "module" | "commonjs" = "module", folder = root) =>
  run(process.execPath, ["--conditions=source", `--input-type=${type}`, "--eval", script], {
    cwd: folder,
    env: { ...process.env, ...nothing },
  });

describe("useDevice", () => {
  const onCpu = list().filter(({ name }) => name !== "webgpu");

  test.each([...onCpu])("computes on $name, and says so", async ({ name, description }) => {
    const device = await useDevice(name);
    expect(device).toEqual({ name, description, why: "asked for by name" });
    expect(tf.getBackend()).toBe(name);
    expect(conv2d(tf.ones([1, 3, 3]), tf.ones([1, 1, 3, 3])).dataSync()[0]).toBe(9);
  });

  test("obeys the last of several calls at a time", async () => {
    await Promise.all([useDevice("wasm"), useDevice("cpu"), useDevice("wasm"), useDevice("cpu")]);
    expect(tf.getBackend()).toBe("cpu");
    expect(tf.backend()).toBe(tf.findBackend("cpu"));
  });

  test.each(["cuda", "WASM", "", "constructor"])("refuses %j, naming the devices that are here", async (name) => {
    const refusal = await useDevice(name).catch((error: Error) => error.message);
    const names = list().map((device) => device.name);
    expect(refusal).toBe(
      `useDevice: expected a device among auto, ${names.join(", ")}, received "${name}"; use ${names.join(" or ")}`,
    );
  });

  test("auto takes a device that computes, after another was asked for", async () => {
    await useDevice("cpu");
    const { name, why } = await useDevice();
    expect(tf.getBackend()).toBe(name);
    expect(["wasm", "webgpu", "tensorflow"]).toContain(name);
    expect(why).not.toBe("asked for by name");
  });

  test("wasm refuses what does not fit into its memory, and other tensors keep their values", async () => {
    await useDevice("wasm");
    const x = tf.ones([1, 8, 8]);
    const y = conv2d(x, tf.ones([1, 1, 8, 8]));
    const before = tf.memory().numTensors;
    const attempt = () => tf.tidy(() => conv2d(x, tf.ones([1, 1, 3, 3]), { padding: 40_000 }));
    expect(attempt).toThrow(
      /^wasm: expected tensors that fit into its 4 GiB, received one of 24418 MiB .+; use smaller/,
    );
    expect(attempt).toThrow(
      'on wasm, forward by the kernel "wasm depthwise": x [1, 1, 8, 8], weight [1, 1, 3, 3], NCHW)',
    );
    expect(tf.memory().numTensors).toBe(before);
    expect([...x.dataSync(), ...y.dataSync()]).toEqual([...Array.from({ length: 64 }, () => 1), 64]);
    expect(conv2d(x, tf.ones([1, 1, 8, 8])).dataSync()[0]).toBe(64);
  });

  test("says how many threads and which vectors wasm computes with", async () => {
    const described = async (options: DeviceOptions) => (await useDevice("wasm", options)).description;
    expect(await described({ threads: 3 })).toContain(` on 3 threads with vectors of ${widest()} bits,`);
    expect(await described({ threads: 1, vectors: 128 })).toContain(" on 1 thread with vectors of 128 bits,");
    const { description } = list().find(({ name }) => name === "wasm")!;
    expect(description).toContain(" on 1 thread with vectors of 128 bits,");
  });

  test("starts wasm anew after tf.removeBackend, and ends the threads of the one before", async () => {
    await useDevice("wasm", { threads: 2 });
    const end = vi.spyOn(engine().pool, "end");
    tf.removeBackend("wasm");
    await useDevice("wasm", { threads: 2 });
    expect(end).toHaveBeenCalledOnce();
    expect(conv2d(tf.ones([1, 3, 3]), tf.ones([1, 1, 3, 3])).dataSync()[0]).toBe(9);
  });

  test("moves tensors along to another device", async () => {
    await useDevice("cpu");
    const x = tf.ones([1, 3, 3]);
    await useDevice("wasm");
    expect(conv2d(x, tf.ones([1, 1, 3, 3])).dataSync()[0]).toBe(9);
  });
});

describe("in a fresh process", () => {
  test("the first op after an import finds its device, and nothing is printed unasked", async () => {
    const { stdout, stderr } = await fresh(`
      import { conv2d, tf } from "sepconv";
      const y = conv2d(tf.ones([1, 3, 3]), tf.ones([1, 1, 3, 3]));
      console.log(tf.getBackend(), y.dataSync()[0]);
    `);
    expect({ stdout, stderr }).toEqual({ stdout: "wasm 9\n", stderr: "" });
  });

  test("the cpu device prints no advice", async () => {
    const { stdout, stderr } = await fresh(`
      import { tf, useDevice } from "sepconv";
      await useDevice("cpu");
      console.log(tf.ones([2]).sum().dataSync()[0]);
    `);
    expect({ stdout, stderr }).toEqual({ stdout: "2\n", stderr: "" });
  });

  test("TensorFlow that is not installed is refused with the command that installs it", async () => {
    const { stdout } = await fresh(`
      const { useDevice } = await import("sepconv");
      await useDevice("tensorflow").catch((error) => console.log(error.message));
    `);
    expect(stdout).toBe(
      'useDevice: expected a device among auto, wasm, cpu, received "tensorflow", but TensorFlow is not installed; npx sepconv device install tensorflow, or use wasm or cpu\n',
    );
  });

  test("a device that does not start is passed over, and the reason says so", async () => {
    const { stdout, stderr } = await fresh(`
      WebAssembly.instantiate = async () => { throw new Error("no memory"); };
      const { conv2d, tf, useDevice } = await import("sepconv");
      const { name, why } = await useDevice();
      console.log(name, why);
      console.log(tf.getBackend(), conv2d(tf.ones([1, 3, 3]), tf.ones([1, 1, 3, 3])).dataSync()[0]);
    `);
    const why = /^cpu no GPU adapter is here; wasm did not start \(.+\); what needs nothing but JavaScript\ncpu 9\n$/;
    expect(stdout).toMatch(why);
    expect(stderr.match(/^sepconv: .+/gm)).toEqual([
      expect.stringMatching(/^sepconv: computing goes slowly, by cpu: no GPU adapter is here; wasm did not start /),
    ]);
  });

  test("kernels that were not built are told once, with the command that builds them", async () => {
    const copy = mkdtempSync(join(tmpdir(), "sepconv-without-kernels-"));
    try {
      cpSync(join(root, "src"), join(copy, "src"), { recursive: true, filter: (path) => !path.endsWith(".wasm") });
      for (const name of ["package.json", "node_modules"]) symlinkSync(join(root, name), join(copy, name));
      const script = `
        const { tf, useDevice } = await import("sepconv");
        await useDevice();
        console.log(tf.getBackend());
      `;
      const { stdout, stderr } = await fresh(script, "module", copy);
      expect(stdout).toBe("cpu\n");
      expect(stderr).toMatch(/^sepconv: computing goes slowly, by cpu: .+ no kernels.*\.wasm; npm run assemble.+\n$/);
    } finally {
      rmSync(copy, { recursive: true });
    }
  });

  test("wasm takes as many threads as it can where there are more cores", async () => {
    const { stdout } = await fresh(`
      const { syncBuiltinESMExports } = await import("node:module");
      (await import("node:os")).default.availableParallelism = () => 300;
      syncBuiltinESMExports();
      const { useDevice } = await import("sepconv");
      console.log((await useDevice("wasm")).description);
    `);
    expect(stdout).toContain(" on 256 threads ");
  });

  test("a backend chosen before the import stays", async () => {
    const { stdout } = await fresh(`
      const tf = await import("@tensorflow/tfjs");
      await tf.setBackend("cpu");
      const sepconv = await import("sepconv");
      console.log(sepconv.tf.getBackend(), sepconv.tf.ENV === tf.ENV);
    `);
    expect(stdout).toBe("cpu true\n");
  });

  test("failures of the process stay with whoever handles them", async () => {
    const { stdout } = await fresh(`
      await import("sepconv");
      process.on("unhandledRejection", (reason) => console.log("handled", reason));
      Promise.reject("a cell's mistake");
      setTimeout(() => console.log("alive"), 10);
    `);
    expect(stdout).toBe("handled a cell's mistake\nalive\n");
  });

  test("sepconv.ts can be required, and starts its device in the background", async () => {
    const { stdout } = await fresh(
      `const { conv2d, tf } = require("./src/sepconv.ts");
       tf.ready().then(() => console.log(tf.getBackend(), conv2d(tf.ones([1, 3, 3]), tf.ones([1, 1, 3, 3])).dataSync()[0]));`,
      "commonjs",
    );
    expect(stdout).toBe("wasm 9\n");
  });
});
