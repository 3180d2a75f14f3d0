import { parseHTML } from "linkedom";
import sharp from "sharp";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openNotebook } from "../../language/notebook.ts";
import { resultOf } from "./shown.ts";

const checkout = fileURLToPath(new URL("../../../../", import.meta.url));

/** A notebook with tf, on the CPU. */
async function withTensors() {
  const { run } = openNotebook({}, { folder: checkout });
  const { traceback } = await run(
    "import * as tf from '@tensorflow/tfjs'; await tf.setBackend('cpu'); tf.ones([1]).dispose();",
  );
  expect(traceback).toBe("");
  return run;
}

/** The pixels of the pictures in HTML, by libvips. */
function pictures(html: unknown) {
  const { document } = parseHTML(`<html><body>${html}</body></html>`);
  return Promise.all(
    [...document.querySelectorAll("img")].map(async (image) => {
      const bytes = Buffer.from((image.getAttribute("src") ?? "").replace("data:image/png;base64,", ""), "base64");
      const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
      const pixel = (x: number, y: number) => [...data.subarray((y * info.width + x) * info.channels).subarray(0, 3)];
      return { width: info.width, height: info.height, pixel };
    }),
  );
}

test("values are written out by their type, a row a line", async () => {
  const run = await withTensors();
  for (const [code, text] of [
    ["tf.tensor2d([[1, 2], [3, -4.5]])", "Tensor float32 [2, 2]\n[[   1,    2],\n [   3, -4.5]]"],
    ["tf.scalar(0.1)", "Tensor float32 []\n0.1"],
    ["tf.tensor1d([1, NaN, -Infinity])", "Tensor float32 [3]\n[1, NaN, -Infinity]"],
    ["tf.tensor1d([7, 8], 'int32')", "Tensor int32 [2]\n[7, 8]"],
    ["tf.tensor1d([true, false], 'bool')", "Tensor bool [2]\n[true, false]"],
    ["tf.tensor1d(['a', 'b'])", "Tensor string [2]\n['a', 'b']"],
    ["tf.complex([1, 2], [3, -4])", "Tensor complex64 [2]\n[1+3i, 2-4i]"],
    ["tf.zeros([0, 3])", "Tensor float32 [0, 3]\nno values"],
    ["tf.tensor3d([[[1, 2]], [[3, 4]]])", "Tensor float32 [2, 1, 2]\n[[[1, 2]],\n\n [[3, 4]]]"],
    ["tf.variable(tf.tensor1d([5]))", "Tensor float32 [1]\n[5]"],
  ]) {
    expect({ code, text: (await run(code)).value }).toEqual({ code, text });
  }
});

test("a large tensor is shown by its shape and what its values are like", async () => {
  const run = await withTensors();
  const { value, reply } = await run("tf.range(0, 3 * 400 * 400).sub(1).reshape([3, 400, 400])");
  expect(value).toBe(
    "Tensor float32 [3, 400, 400]\nmin -1, max 480000, mean 240000, standard deviation 138600\nfirst values: -1, 0, 1, 2, 3, 4, 5, 6, …",
  );
  expect(reply).toMatchObject({ result: { data: expect.not.objectContaining({ "text/html": expect.anything() }) } });
});

test("a small matrix is a heat map whose cells can be read: zero is white, and the signs have colours of their own", async () => {
  const run = await withTensors();
  const html = String(resultOf(await run("tf.tensor2d([[-2, 0], [1, 2]])"))["text/html"]);
  const { document } = parseHTML(`<html><body>${html}</body></html>`);
  const cells = [...document.querySelectorAll("td")].map((cell) => [
    cell.textContent,
    /background-color: (#\w+); color: (#\w+)/
      .exec(cell.getAttribute("style") ?? "")
      ?.slice(1)
      .join(" on "),
  ]);
  expect(cells).toEqual([
    ["-2", "#2166ac on #ffffff"],
    ["0", "#f7f7f7 on #000000"],
    ["1", "#f4a582 on #000000"],
    ["2", "#b2182b on #ffffff"],
  ]);
  expect(html).toContain("white is 0");
});

test("a larger matrix is a picture, dark where values are small and light where they are large", async () => {
  const run = await withTensors();
  const [picture] = await pictures(resultOf(await run("tf.range(0, 20 * 40).reshape([20, 40])"))["text/html"]);
  expect([picture?.width, picture?.height]).toEqual([320, 160]);
  expect(picture?.pixel(0, 0)).toEqual([68, 1, 84]);
  expect(picture?.pixel(319, 159)).toEqual([253, 231, 37]);
});

test("feature maps stand side by side, on one scale", async () => {
  const run = await withTensors();
  const html = resultOf(await run("tf.range(0, 2 * 2 * 5 * 5).reshape([2, 2, 5, 5])"))["text/html"];
  const maps = await pictures(html);
  expect(maps.length).toBe(4);
  expect(maps[0]?.pixel(0, 0)).toEqual([68, 1, 84]);
  expect(maps[3]?.pixel(159, 159)).toEqual([253, 231, 37]);
  expect(html).toContain("[1, 0]");
});

test("a picture's tensor is shown as that picture, of bytes and of fractions", async () => {
  const run = await withTensors();
  for (const [full, dtype] of [
    [255, "int32"],
    [1, "float32"],
  ]) {
    const code = `tf.tensor3d(Array.from({ length: 64 }, (_, i) => (i === 1 ? [0, ${full}, 0] : [${full}, 0, 0])).flat(), [8, 8, 3], '${dtype}')`;
    const [picture] = await pictures(resultOf(await run(code))["text/html"]);
    expect([picture?.width, picture?.height]).toEqual([160, 160]);
    expect([picture?.pixel(0, 0), picture?.pixel(20, 0)]).toEqual([
      [255, 0, 0],
      [0, 255, 0],
    ]);
  }
});

test("a picture beyond both ranges is stretched, and says so", async () => {
  const run = await withTensors();
  const html = resultOf(await run("tf.linspace(-1, 1, 64).reshape([8, 8, 1])"))["text/html"];
  expect(html).toContain("stretched: black is -1, white is 1");
  const [picture] = await pictures(html);
  expect(picture?.pixel(0, 0)[0]).toBe(0);
  expect(picture?.pixel(159, 159)[0]).toBe(255);
});

test("a disposed tensor says so", async () => {
  const run = await withTensors();
  const { value } = await run("const gone = tf.ones([2, 3]); gone.dispose(); gone");
  expect(value).toBe("Tensor float32 [2, 3] (disposed: its values are gone)");
});

test("a display of a tensor keeps its place among prints, also when the tensor is disposed right after", async () => {
  const run = await withTensors();
  const { outputs } = await run(
    "console.log('before'); const shown = tf.ones([2]); display(shown); shown.dispose(); console.log('after');",
  );
  expect(outputs.map(({ msg_type }) => msg_type)).toEqual(["stream", "display_data", "stream"]);
  expect(outputs[1]).toMatchObject({
    content: { data: { "text/plain": "Tensor float32 [2]\n[1, 1]" } },
  });
});

test("a backend that answers later only is waited for", async () => {
  const run = await withTensors();
  const { value } = await run(`
    class Later extends tf.KernelBackend {
      write() { return { id: 1 } }
      read() { return new Promise((resolve) => setTimeout(resolve, 20, Float32Array.of(8, 9))) }
      readSync() { throw new Error("only later") }
      numDataIds() { return 1 }
      disposeData() { return true }
      timerAvailable() { return false }
      floatPrecision() { return 32 }
      memory() { return { unreliable: true } }
    }
    tf.registerBackend("later", () => new Later());
    await tf.setBackend("later");
    tf.tensor1d([1, 2])`);
  expect(value).toBe("Tensor float32 [2]\n[8, 9]");
});
