import { hasAdapter, noTensorflow, nothing, swiftshader } from "./adapter.ts";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const run = promisify(execFile);
const root = new URL("../..", import.meta.url);

/** Runs a script in a fresh Node, which sees the adapters that the environment lets it see. */
async function fresh(script: string, environment = swiftshader, type: "module" | "commonjs" = "module") {
  const options = { cwd: root, env: { ...process.env, ...environment }, timeout: 30_000 };
  const { stdout, stderr } = await run(
    process.execPath,
    ["--conditions=source", `--input-type=${type}`, "--eval", script],
    options,
  );
  return { lines: stdout.trimEnd().split("\n"), stderr };
}

const nine = "conv2d(tf.ones([1, 3, 3]), tf.ones([1, 1, 3, 3]))";

describe.skipIf(!hasAdapter)("an adapter of software", () => {
  test("is listed as such, passed over by auto, which says so, and computes when asked for by name", async () => {
    const { lines, stderr } = await fresh(`
      import { conv2d, devices, tf, useDevice } from "sepconv";
      console.log(devices.list().map(({ name }) => name).join());
      console.log(devices.list()[0].description);
      const { name, why } = await useDevice();
      console.log(name, why);
      console.log((await useDevice("webgpu")).why);
      console.log(tf.getBackend(), (await ${nine}.data())[0]);
    `);
    expect(lines).toEqual([
      "webgpu,wasm,cpu",
      expect.stringMatching(/^google swiftshader.* through WebGPU on Vulkan: software that computes on the CPU$/),
      expect.stringMatching(/^wasm google swiftshader.*software.*; the fastest device that works on every machine$/),
      "asked for by name",
      "webgpu 9",
    ]);
    expect(stderr).toBe("");
  });

  test("ends with the process, by process.exit() too", async () => {
    const { lines, stderr } = await fresh(`
      import { conv2d, tf, useDevice } from "sepconv";
      await useDevice("webgpu");
      console.log((await ${nine}.data())[0]);
      ${nine}.data();
      process.exit(0);
    `);
    expect({ lines, stderr }).toEqual({ lines: ["9"], stderr: "" });
  });

  test("can be reached by require()", async () => {
    const script = `const { conv2d, devices, tf, useDevice } = require("./src/sepconv.ts");
      useDevice("webgpu").then(async () => console.log(devices.list().length, (await ${nine}.data())[0]));`;
    expect((await fresh(script, swiftshader, "commonjs")).lines).toEqual(["3 9"]);
  });

  test("stays the backend that tf.setBackend() left for another", async () => {
    const { lines } = await fresh(`
      import { conv2d, tf, useDevice } from "sepconv";
      await useDevice("webgpu");
      await tf.setBackend("cpu");
      console.log(${nine}.dataSync()[0]);
      await tf.setBackend("webgpu");
      console.log((await ${nine}.data())[0]);
    `);
    expect(lines).toEqual(["9", "9"]);
  });

  test("gives its tensors to the device that comes next", async () => {
    const { lines } = await fresh(`
      import { conv2d, tf, useDevice } from "sepconv";
      await useDevice("cpu");
      const x = tf.ones([1, 3, 3]);
      await useDevice("webgpu");
      const y = conv2d(x, tf.ones([1, 1, 3, 3])).mul(2);
      const gone = y.add(1);
      gone.dispose();
      await useDevice("wasm");
      console.log(tf.getBackend(), y.add(1).dataSync()[0], x.sum().dataSync()[0]);
    `);
    expect(lines).toEqual(["wasm 19 9"]);
  });

  test("refuses to be read synchronously, and names the remedy", async () => {
    const { lines } = await fresh(`
      import { tf, useDevice } from "sepconv";
      await useDevice("webgpu");
      try { tf.ones([3]).mul(tf.randomNormal([2000, 3])).dataSync(); } catch (error) { console.log(error.message); }
    `);
    expect(lines).toEqual([expect.stringContaining("use await tensor.data(), or await tensor.array()")]);
  });

  test("says what it cannot do, where tfjs would give wrong values", async () => {
    const { lines } = await fresh(`
      import { tf, useDevice } from "sepconv";
      await useDevice("webgpu");
      const tooLarge = tf.fill([2 ** 15, 2 ** 14], 1);
      await tooLarge.data().catch((error) => console.log(error.message));
      tooLarge.dispose();
      console.log((await tf.fill([3], 2).data()).join());
    `);
    expect(lines).toEqual([expect.stringMatching(/^webgpu: expected .+, received .+; use smaller tensors/), "2,2,2"]);
  });

  test("when it is lost says so once, and work goes on with the next device", async () => {
    const { lines, stderr } = await fresh(`
      import { conv2d, tf, useDevice } from "sepconv";
      await useDevice("webgpu");
      const [x, weight] = [tf.randomNormal([1, 64, 64]), tf.ones([1, 1, 3, 3])];
      const [before, read] = [conv2d(x, weight), conv2d(x, weight)];
      await read.data();
      tf.backend().device.destroy();
      await before.data().catch((error) => console.log(error.message));
      await new Promise((resolve) => setTimeout(resolve, 200));
      await before.data().catch((error) => console.log(error.message));
      try { before.add(1); } catch (error) { console.log(error.message); }
      console.log(tf.getBackend(), ${nine}.dataSync()[0]);
      console.log(read.add(1).shape.join());
      tf.dispose([before, x]);
      console.log((await useDevice()).name, (await useDevice("webgpu")).name, (await ${nine}.data())[0]);
    `);
    const gone = expect.stringMatching(
      /^webgpu: expected a tensor whose device is there, received a tensor that lay only on the GPU, which was lost/,
    );
    expect(lines).toEqual([gone, gone, gone, "wasm 9", "1,62,62", "wasm webgpu 9"]);
    const notice = /^sepconv: the GPU google swiftshader.* was lost \(.+\); computing goes on with wasm, .+\n$/;
    expect(stderr).toMatch(notice);
  });

  test("that is lost while another device computes changes nothing there", async () => {
    const { lines, stderr } = await fresh(`
      import { conv2d, tf, useDevice } from "sepconv";
      await useDevice("webgpu");
      const { device } = tf.backend();
      await useDevice("cpu");
      device.destroy();
      await new Promise((resolve) => setTimeout(resolve, 200));
      console.log(tf.getBackend(), ${nine}.dataSync()[0]);
    `);
    expect(lines).toEqual(["cpu 9"]);
    expect(stderr).toMatch(/^sepconv: the GPU .+ was lost .+\n$/);
  });

  test("computes what the notebooks compute: images, figures, costs, summaries, the article's table", async () => {
    const { lines } = await fresh(`
      import { article, count, io, nn, plot, summary, tf, useDevice } from "sepconv";
      await useDevice("webgpu");
      const image = await io.readImage("notebooks/data/astronaut.png", { size: [32, 32] });
      const layer = new nn.Conv2d(3, 6, 3, { padding: 1 });
      const maps = await plot.fromTensor(layer.forward(image));
      console.log(maps.shape.join(), maps.data.some((value) => value !== 0), plot.featureMaps(maps) !== undefined);
      console.log((await article.table()).differing.length);
      console.log(count.module(layer, [3, 64, 64]).parameters);
      console.log(String(summary(new nn.Sequential(layer), [3, 64, 64])).includes("Total params: 168"));
      console.log(tf.getBackend(), (await layer.forward(image).data()).length);
    `);
    expect(lines).toEqual(["6,32,32 true true", "0", "168", "true", "webgpu 6144"]);
  });
});

describe("without any adapter", () => {
  test("nothing is printed unasked, and auto says why it takes wasm", async () => {
    const { lines, stderr } = await fresh(
      `import { devices, useDevice } from "sepconv";
       console.log(devices.list().map(({ name }) => name).join());
       console.log((await useDevice()).why);
       await useDevice("webgpu").catch((error) => console.log(error.message));`,
      nothing,
    );
    expect(lines).toEqual([
      "wasm,cpu",
      "no GPU adapter is here; the fastest device that works on every machine",
      'useDevice: expected a device among auto, wasm, cpu, received "webgpu", but no GPU adapter is here; install the Vulkan driver of your GPU, or use wasm or cpu',
    ]);
    expect(stderr).toBe("");
  });
});

describe("where the optional package webgpu", () => {
  /** What auto says in a copy of the project, made of links, whose package webgpu is another one, or none. */
  async function whyOf(webgpu?: string): Promise<string> {
    const copy = mkdtempSync(join(tmpdir(), "sepconv-without-webgpu-"));
    try {
      const modules = join(root.pathname, "node_modules");
      mkdirSync(join(copy, "node_modules"));
      symlinkSync(join(root.pathname, "src"), join(copy, "src"));
      for (const name of readdirSync(modules)) {
        if (name !== "webgpu") symlinkSync(join(modules, name), join(copy, "node_modules", name));
      }
      writeFileSync(join(copy, "package.json"), `{ "type": "module" }`);
      if (webgpu !== undefined) writeFileSync(join(copy, "node_modules", "webgpu.js"), webgpu);
      const script = `const { useDevice } = await import("./src/index.ts"); console.log((await useDevice()).why);`;
      const { stdout, stderr } = await run(
        process.execPath,
        ["--preserve-symlinks", "--input-type=module", "--eval", script],
        { cwd: copy, env: { ...process.env, ...noTensorflow } },
      );
      expect(stderr).toBe("");
      return stdout.trimEnd();
    } finally {
      rmSync(copy, { recursive: true });
    }
  }

  test("is not installed, auto says so and takes wasm", async () => {
    const why = "the optional package webgpu is not installed; the fastest device that works on every machine";
    expect(await whyOf()).toBe(why);
  });

  test.each([
    ["does not load", `throw new Error("no glibc");`, "Error: no glibc"],
    ["ends its process", `process.kill(process.pid, "SIGSEGV");`, "SIGSEGV"],
  ])("%s, auto says so and takes wasm", async (_, source, cause) => {
    const why = `WebGPU does not run here (${cause}); the fastest device that works on every machine`;
    expect(await whyOf(source)).toBe(why);
  });
});
