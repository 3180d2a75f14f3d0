import { execFile } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { NodeJSKernelBackend } from "@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { installationFolder as ours } from "../../kernel/device/location.ts";
import { conv2d, type Conv2dOptions } from "../../src/sepconv.ts";
import { installationFolder } from "../../src/device/tensorflow/installation.ts";
import { operate } from "../../src/device/tensorflow/operate.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";
import { nothing } from "./adapter.ts";
import { isInstalled } from "./tensorflow.ts";

const root = new URL("../..", import.meta.url).pathname;

/** Runs a script in a fresh Node without a GPU, which sees the TensorFlow of a folder. */
async function fresh(script: string, environment: Record<string, string> = {}, folder = root) {
  const env = { ...process.env, ...nothing, SEPCONV_TENSORFLOW: installationFolder(), ...environment };
  const args = ["--conditions=source", "--preserve-symlinks", "--input-type=module", "--eval", script];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: folder, env });
  return { lines: stdout.trimEnd().split("\n"), stderr };
}

test("the command installs where the library looks", () => {
  const { SEPCONV_TENSORFLOW: before, XDG_DATA_HOME: data } = process.env;
  try {
    for (const env of [{ SEPCONV_TENSORFLOW: "here" }, { SEPCONV_TENSORFLOW: "", XDG_DATA_HOME: "/data" }, {}]) {
      Object.assign(process.env, { SEPCONV_TENSORFLOW: "", XDG_DATA_HOME: "", ...env });
      expect(ours()).toBe(installationFolder());
    }
  } finally {
    for (const [name, value] of Object.entries({ SEPCONV_TENSORFLOW: before, XDG_DATA_HOME: data })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
});

/** Whether auto takes it on this processor. */
const isFast = !isInstalled || readFileSync("/proc/cpuinfo", "utf8").includes("avx512f");
const LEFT = "TensorFlow .+, slower than wasm on a processor without AVX-512, and so taken only by name";

describe.skipIf(!isInstalled)("tensorflow", () => {
  test("is what auto takes where there is no GPU and the processor makes it fast, and prints nothing unasked", async () => {
    const { lines, stderr } = await fresh(`
      import { conv2d, devices, tf, useDevice } from "sepconv";
      console.log(tf.getBackend(), conv2d(tf.ones([1, 3, 3]), tf.ones([1, 1, 3, 3])).dataSync()[0]);
      console.log(devices.list().map(({ name }) => name).join(), (await useDevice()).why);
      console.log(tf.concat([tf.ones([1]), tf.zeros([1])]).dataSync().join());
    `);
    expect(lines).toEqual([
      `${isFast ? "tensorflow" : "wasm"} 9`,
      expect.stringMatching(
        `^tensorflow,wasm,cpu no GPU adapter is here; ${isFast ? "TensorFlow is installed, with CUDA or AVX-512 to be faster by$" : `${LEFT}; the fastest`}`,
      ),
      "1,0",
    ]);
    expect(stderr).toBe("");
  });

  test("prints what TensorFlow remarks where that is asked for", async () => {
    const { stderr } = await fresh(`await (await import("sepconv")).useDevice("tensorflow");`, {
      TF_CPP_MIN_LOG_LEVEL: "0",
    });
    expect(stderr).toContain("oneDNN custom operations are on");
  });

  test("is not loaded where another backend was chosen before the import", async () => {
    const { lines } = await fresh(`
      import * as tf from "@tensorflow/tfjs";
      await tf.setBackend("cpu");
      await import("sepconv");
      console.log(tf.getBackend(), tf.engine().registryFactory.tensorflow === undefined);
    `);
    expect(lines).toEqual(["cpu true"]);
  });

  test("takes tensors over from other devices and gives them back", async () => {
    const { lines } = await fresh(`
      import { conv2d, tf, useDevice } from "sepconv";
      await useDevice("cpu");
      const x = tf.ones([1, 3, 3]);
      await useDevice("tensorflow");
      const y = conv2d(x, tf.ones([1, 1, 3, 3]));
      await useDevice("wasm");
      console.log(y.add(x).dataSync().join());
    `);
    expect(lines).toEqual(["10,10,10,10,10,10,10,10,10"]);
  });

  test("computes all the same with the kernels that TensorFlow has besides oneDNN's", async () => {
    const script = `
      import { conv2d, tf, useDevice } from "sepconv";
      const problems = [{ dilation: 2 }, { stride: [2, 1] }, { groups: 2, dilation: [1, 2] }, { groups: 6, dilation: 2 },
        { groups: 6, stride: [1, 2] }, { groups: 6, dilation: 2, stride: 2, layout: "NHWC" }, { groups: 3, padding: 1 }];
      await useDevice("cpu");
      const given = problems.map(({ groups = 1, layout = "NCHW" }) => [
        tf.randomNormal(layout === "NCHW" ? [2, 6, 9, 8] : [2, 9, 8, 6]), tf.randomNormal([6, 6 / groups, 3, 3])]);
      const results = () => problems.map((options, i) => {
        const run = (x, weight) => conv2d(x, weight, options).square();
        return [run(...given[i]), ...tf.grads(run)(given[i])].map((tensor) => tensor.dataSync());
      });
      const [wanted] = [results(), await useDevice("tensorflow")];
      const far = results().flat().flatMap((values, i) => [...values].map((value, k) => {
        const expected = wanted.flat()[i];
        return Math.abs(value - expected[k]) / Math.max(...expected.map(Math.abs));
      }));
      console.log(Math.max(...far) < 1e-4);`;
    expect((await fresh(script, { TF_ENABLE_ONEDNN_OPTS: "0" })).lines).toEqual(["true"]);
    expect((await fresh(script)).lines).toEqual(["true"]);
  });

  describe("runs the operation that is named", () => {
    let ran: string[];
    let restore: () => unknown;
    beforeAll(() => useDevice("tensorflow"));
    beforeEach(() => {
      const backend = tf.backend() as NodeJSKernelBackend;
      const { binding } = backend;
      ran = [];
      const executeOp: typeof binding.executeOp = (name, ...rest) => {
        ran.push(name);
        return binding.executeOp(name, ...rest);
      };
      backend.binding = Object.create(binding, { executeOp: { value: executeOp } });
      restore = () => (backend.binding = binding);
    });
    afterEach(() => restore());

    const depthwise = "DepthwiseConv2dNative";
    const [plain, slim] = [
      ["Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"],
      [depthwise, `${depthwise}BackpropInput`, `${depthwise}BackpropFilter`],
    ];
    const product = ["BatchMatMulV2", "BatchMatMulV2", "BatchMatMulV2"];
    const configurations: [string, string[], number[], Conv2dOptions][] = [
      ["a standard convolution", plain!, [8, 4, 3, 3], { padding: 1 }],
      ["one in groups", plain!, [8, 2, 3, 3], { groups: 2, padding: 1 }],
      ["one with unequal strides and dilations", plain!, [8, 4, 3, 3], { stride: [1, 2], dilation: [2, 1] }],
      ["one with uneven padding", plain!, [8, 4, 3, 3], { stride: 2, padding: 1 }],
      ["a depthwise one", slim!, [8, 1, 3, 3], { groups: 4, padding: 1 }],
      ["a pointwise one", product, [8, 4, 1, 1], {}],
    ];

    describe.each(["NCHW", "NHWC"] as const)("for %s of", (layout) => {
      test.each(configurations)("%s", (_, expected, shape, options) => {
        tf.tidy(() => {
          const x = tf.ones(layout === "NCHW" ? [2, 4, 7, 6] : [2, 7, 6, 4]);
          const run = (x: tf.Tensor, weight: tf.Tensor) => conv2d(x, weight, { ...options, layout });
          tf.grads(run)([x, tf.ones(shape)]);
        });
        const convolutions = ran.filter((name) => /Conv2|MatMul/.test(name));
        expect(convolutions.toSorted()).toEqual(expected.toSorted());
        // no other than those that pad, arrange weights and sum
        expect(ran.filter((name) => /Split|Concat|Mul$|StridedSlice/.test(name))).toEqual([]);
      });
    });

    test("and arranges weights once, for as long as they are there", () => {
      const { binding } = tf.backend() as NodeJSKernelBackend & { binding: { getNumOfTensors(): number } };
      const count = () => [tf.memory().numTensors, binding.getNumOfTensors()];
      const before = count();
      const [x, weight] = [tf.ones([1, 5, 5, 2]), tf.ones([3, 2, 3, 3])];
      const run = (weight: tf.Tensor) => conv2d(x, weight, { layout: "NHWC" });
      const first = run(weight);
      const again = [run(weight), tf.grad((x: tf.Tensor) => conv2d(x, weight, { layout: "NHWC" }))(x)];
      expect(ran.filter((name) => name === "Transpose")).toHaveLength(1);
      // the same numbers in another shape are other weights
      const reshaped = tf.reshape(weight, [6, 1, 3, 3]);
      const other = conv2d(x, reshaped, { groups: 2, layout: "NHWC" });
      expect(other.shape).toEqual([1, 3, 3, 6]);
      tf.dispose([first, ...again, other, weight, reshaped, x]);
      expect(count()).toEqual(before);
    });

    const finished: typeof configurations = [
      ["a standard convolution", ["_MklNativeFusedConv2D"], [4, 4, 3, 3], { padding: 1 }],
      ["a pointwise one", ["_MklNativeFusedConv2D"], [8, 4, 1, 1], {}],
      ["a depthwise one", ["_MklNativeFusedDepthwiseConv2dNative"], [4, 1, 3, 3], { groups: 4 }],
      [
        "a depthwise one with uneven padding",
        [depthwise, "BiasAdd", "Relu6"],
        [4, 1, 3, 3],
        { groups: 4, stride: 2, padding: 1 },
      ],
    ];

    test.each(finished)("and bias and activation of %s with it where that pays", (_, expected, shape, options) => {
      const bias = tf.ones([shape[0]!]);
      const run = () =>
        conv2d(tf.ones([1, 6, 6, 4]), tf.ones(shape), { ...options, bias, activation: "relu6", layout: "NHWC" });
      tf.tidy(() => void run());
      const computed = ran.filter((name) => /Conv2D|Conv2d|MatMul|BiasAdd|Relu/.test(name));
      // on some processors oneDNN's convolutions are slow with it
      const apart = expected[0] === "_MklNativeFusedConv2D" ? [expected, [...expected, "Relu6"]] : [expected];
      expect(apart).toContainEqual(computed);
    });
  });

  test("keeps no tensor of a thousand convolutions with gradients, in TensorFlow neither", async () => {
    await useDevice("tensorflow");
    const { binding } = tf.backend() as NodeJSKernelBackend & { binding: { getNumOfTensors(): number } };
    const given = [tf.ones([1, 4, 6, 6]), tf.ones([4, 2, 3, 3])];
    const once = () =>
      tf.tidy(() => void tf.grads((x, weight) => conv2d(x!, weight!, { groups: 2, padding: 1 }))(given));
    once();
    const count = () => [tf.memory().numTensors, binding.getNumOfTensors()];
    const before = count();
    for (let i = 0; i < 1000; i++) once();
    expect(count()).toEqual(before);
    tf.dispose(given);
  });

  test("names itself, the operation and the shapes in an error", async () => {
    await useDevice("tensorflow");
    expect(() => tf.tidy(() => operate("BatchMatMulV2", [tf.ones([2, 3]), tf.ones([4, 5])]))).toThrow(
      /^tensorflow: expected an operation that TensorFlow can do, received BatchMatMulV2 of \[2, 3\], \[4, 5\]: .+; use .+/su,
    );
  });
});

describe.skipIf(!isInstalled)("a TensorFlow that", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sepconv-tensorflow-test-"));
    for (const name of ["installation.json", "silence.node", "tfjs_binding.node"])
      copyFileSync(join(installationFolder(), name), join(folder, name));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const script = `
    const { useDevice } = await import("sepconv");
    const { name, why } = await useDevice();
    console.log(name, why);
    await useDevice("tensorflow").catch((error) => console.log(error.message));`;

  test.each([
    [
      "lacks its libraries",
      () => {},
      "libtensorflow_cc.so.2: cannot open shared object file: No such file or directory",
    ],
    ["is no library", () => writeFileSync(join(folder, "tfjs_binding.node"), "text"), /.+: file too short|.+ELF.+/],
    ["lacks its binding", () => rmSync(join(folder, "tfjs_binding.node")), /Cannot find module .+/],
  ])("%s is passed over, and the reason says so", async (_, spoil, reason) => {
    spoil();
    const { lines, stderr } = await fresh(script, { SEPCONV_TENSORFLOW: folder });
    const received = typeof reason === "string" ? reason.replaceAll(".", "\\.") : reason.source;
    const message = `tensorflow: expected a TensorFlow that loads, received (?:${received}); install it anew: npx sepconv device install tensorflow`;
    const tried = isFast ? `tensorflow did not start \\(${message}\\)` : LEFT;
    const why = `wasm no GPU adapter is here; ${tried}; the fastest device that works on every machine`;
    expect(lines).toEqual([
      expect.stringMatching(new RegExp(`^${why}$`)),
      expect.stringMatching(new RegExp(`^${message}$`)),
    ]);
    expect(stderr).toBe("");
  });

  test("was installed for another tfjs-node is not here, and why it is not says so", async () => {
    const manifest = { variant: "tensorflow", version: "2.21.0", tfjsNode: "4.0.0" };
    writeFileSync(join(folder, "installation.json"), JSON.stringify(manifest));
    const { lines } = await fresh(script, { SEPCONV_TENSORFLOW: folder });
    expect(lines[1]).toContain("was installed for tfjs-node 4.0.0, not for");
    expect(lines[1]).toContain("npx sepconv device install tensorflow, or use wasm or cpu");
  });

  test("tfjs-node brings itself is used where none was installed", async () => {
    // a copy of the project, made of links, whose tfjs-node has a binary of its own
    const modules = join(folder, "node_modules");
    const own = join(modules, "@tensorflow", "tfjs-node");
    const link = (from: string, to: string, except = "") => {
      mkdirSync(to, { recursive: true });
      for (const name of readdirSync(from)) if (name !== except) symlinkSync(join(from, name), join(to, name));
    };
    link(join(root, "node_modules"), modules, "@tensorflow");
    link(join(root, "node_modules", "@tensorflow"), join(modules, "@tensorflow"), "tfjs-node");
    link(join(root, "node_modules", "@tensorflow", "tfjs-node"), own);
    mkdirSync(join(own, "lib", "napi-v8"), { recursive: true });
    for (const name of ["tfjs_binding.node", "lib"])
      symlinkSync(join(installationFolder(), name), join(own, "lib", "napi-v8", name));
    symlinkSync(join(root, "src"), join(folder, "src"));
    writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
    const script = `
      const { tf, useDevice } = await import("./src/index.ts");
      const { name, description } = await useDevice("tensorflow");
      console.log(name, description, tf.ones([2]).add(1).dataSync().join());`;
    const { lines } = await fresh(script, { SEPCONV_TENSORFLOW: "/nonexistent" }, folder);
    expect(lines).toEqual([expect.stringMatching(/^tensorflow TensorFlow as tfjs-node [\d.]+ brings it.* 2,2$/)]);
  });
});
