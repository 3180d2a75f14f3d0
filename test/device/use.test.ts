import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import { list } from "../../src/device/list.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";
import { nothing } from "./adapter.ts";

const run = promisify(execFile);
const root = new URL("../..", import.meta.url);

/** Runs a script in a fresh Node, where nothing has been started yet, without a GPU. */
const fresh = (script: string, type: "module" | "commonjs" = "module") =>
  run(process.execPath, ["--conditions=source", `--input-type=${type}`, "--eval", script], {
    cwd: root,
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
    const { stdout } = await fresh(`
      WebAssembly.instantiate = async () => { throw new Error("no memory"); };
      const { conv2d, tf, useDevice } = await import("sepconv");
      const { name, why } = await useDevice();
      console.log(name, why);
      console.log(tf.getBackend(), conv2d(tf.ones([1, 3, 3]), tf.ones([1, 1, 3, 3])).dataSync()[0]);
    `);
    const why = /^cpu no GPU adapter is here; wasm did not start \(.+\); what needs nothing but JavaScript\ncpu 9\n$/;
    expect(stdout).toMatch(why);
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
