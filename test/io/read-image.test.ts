import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useDevice } from "../../src/device/use.ts";
import { readImage, type ReadImageOptions } from "../../src/io/index.ts";
import { png } from "./png.ts";

beforeAll(() => useDevice("cpu"));

const photographs = new URL("../../notebooks/data/", import.meta.url);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "images-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

async function read(path: string | URL, options?: ReadImageOptions) {
  const x = await readImage(path, options);
  const values = Array.from(await x.data());
  x.dispose();
  return { shape: x.shape, dtype: x.dtype, values };
}

const close = (values: number[]) => values.map((value) => expect.closeTo(value, 6));

// Pixels and sums as PIL 13 reads them.
test.each([
  { name: "astronaut.png", shape: [3, 512, 512], pixel: [81, 57, 17], sums: [37_109_758, 27_724_204, 25_290_362] },
  { name: "camera.png", shape: [1, 512, 512], pixel: [54], sums: [33_832_495] },
  { name: "chelsea.png", shape: [3, 300, 451], pixel: [76, 39, 13], sums: [19_980_169, 15_078_438, 11_743_750] },
])("reads the pixels of $name, scaled from 0 to 1", async ({ name, shape, pixel, sums }) => {
  const image = await read(new URL(name, photographs));
  const [, height = 0, width = 0] = shape;
  const planes = sums.map((_, c) => image.values.slice(c * height * width, (c + 1) * height * width));
  expect(image.shape).toEqual(shape);
  expect(image.dtype).toBe("float32");
  expect(planes.map((plane) => plane[100 * width + 200])).toEqual(close(pixel.map((value) => value / 255)));
  expect(planes.map((plane) => plane.reduce((sum, value) => sum + Math.round(255 * value), 0))).toEqual(sums);
});

test("separates colours into channels, row after row", async () => {
  const samples = [255, 0, 0, 0, 255, 0, 0, 0, 255, 51, 102, 153, 1, 2, 3, 4, 5, 6];
  const path = await file("colours.png", png({ width: 3, bits: 8, colourType: 2, samples }));
  const { shape, values } = await read(path);
  const channel = (c: number) => samples.filter((_, i) => i % 3 === c).map((value) => value / 255);
  expect(shape).toEqual([3, 2, 3]);
  expect(values).toEqual(close([...channel(0), ...channel(1), ...channel(2)]));
});

test.each([
  { colourType: 0, samples: [0, 1, 256, 65_535] },
  { colourType: 2, samples: [0, 1, 256, 65_535, 500, 600, 3, 4, 5, 6, 7, 8] },
] as const)("keeps all 16 bits (colour type $colourType)", async ({ colourType, samples }) => {
  const path = await file(`deep-${colourType}.png`, png({ width: 2, bits: 16, colourType, samples: [...samples] }));
  const { shape, values } = await read(path);
  const [channels = 0] = shape;
  const planes = Array.from({ length: channels }, (_, c) => samples.filter((_, i) => i % channels === c));
  expect(values).toEqual(planes.flat().map((value) => expect.closeTo(value / 65_535, 8)));
});

test("resolves a palette", async () => {
  const palette = [10, 20, 30, 200, 100, 50];
  const path = await file("palette.png", png({ width: 2, bits: 8, colourType: 3, samples: [1, 0], palette }));
  expect((await read(path)).values).toEqual(close([200, 10, 100, 20, 50, 30].map((value) => value / 255)));
});

test("lays transparent pixels on white", async () => {
  const samples = [10, 20, 30, 255, 10, 20, 30, 0, 255, 0, 0, 51];
  const path = await file("alpha.png", png({ width: 3, bits: 8, colourType: 6, samples }));
  const { shape, values } = await read(path);
  const expected = [10, 255, 255, 20, 255, 204, 30, 255, 204];
  expect(shape).toEqual([3, 1, 3]);
  expect(values.map((value) => 255 * value)).toEqual(expected.map((value) => expect.closeTo(value, 0)));
});

test("gives a grey image with alpha one channel", async () => {
  const path = await file("grey-alpha.png", png({ width: 2, bits: 8, colourType: 4, samples: [51, 255, 51, 0] }));
  expect(await read(path)).toEqual({ shape: [1, 1, 2], dtype: "float32", values: close([0.2, 1]) });
});

test("repeats grey for three channels", async () => {
  const path = await file("grey.png", png({ width: 2, bits: 8, colourType: 0, samples: [51, 102] }));
  expect((await read(path)).shape).toEqual([1, 1, 2]);
  expect(await read(path, { channels: 3 })).toMatchObject({
    shape: [3, 1, 2],
    values: close([0.2, 0.4, 0.2, 0.4, 0.2, 0.4]),
  });
});

test("weighs colours by their luma for one channel", async () => {
  const samples = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255];
  const path = await file("luma.png", png({ width: 4, bits: 8, colourType: 2, samples }));
  expect(await read(path, { channels: 1 })).toMatchObject({
    shape: [1, 1, 4],
    values: close([0.299, 0.587, 0.114, 1]),
  });
});

test("turns a photograph upright as its camera noted", async () => {
  const halves = Uint8Array.from({ length: 16 * 32 }, (_, i) => (i % 32 < 16 ? 0 : 255)); // the left half is black
  const raw = { width: 32, height: 16, channels: 1 } as const;
  const turned = await sharp(halves, { raw }).jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer();
  const { shape, values } = await read(await file("turned.jpg", turned), { channels: 1 });
  expect(shape).toEqual([1, 32, 16]);
  expect(values.slice(0, 16)).toEqual(close(Array.from({ length: 16 }, () => 0)));
  expect(values.slice(-16)).toEqual(close(Array.from({ length: 16 }, () => 1)));
});

test("reads a JPEG as near as its compression allows", async () => {
  const jpeg = await sharp(await readFile(new URL("chelsea.png", photographs)))
    .jpeg({ quality: 95 })
    .toBuffer();
  const [image, original] = await Promise.all([
    read(await file("cat.jpg", jpeg)),
    read(new URL("chelsea.png", photographs)),
  ]);
  const difference = image.values.reduce((sum, value, i) => sum + Math.abs(value - (original.values[i] ?? 0)), 0);
  expect(image.shape).toEqual([3, 300, 451]);
  expect(difference / image.values.length).toBeLessThan(0.02);
});

test("scales to a size and cuts off what sticks out, evenly", async () => {
  const samples = [0, 0, 255, 255, 255, 255, 0, 0]; // 8×1, the middle white
  const rows = [...samples, ...samples, ...samples, ...samples];
  const path = await file("wide.png", png({ width: 8, bits: 8, colourType: 0, samples: rows }));
  expect(await read(path, { size: [4, 4] })).toMatchObject({
    shape: [1, 4, 4],
    values: close(Array.from({ length: 16 }, () => 1)),
  });
  expect((await read(new URL("chelsea.png", photographs), { size: [64, 32] })).shape).toEqual([3, 64, 32]);
});

test("takes relative paths from the current working directory, and file: addresses as text", async () => {
  const path = await file("here.png", png({ width: 1, bits: 8, colourType: 0, samples: [255] }));
  expect((await read(relative(process.cwd(), path))).values).toEqual([1]);
  expect((await read(pathToFileURL(path).href)).values).toEqual([1]);
});

test("says which file is missing and where relative paths start", async () => {
  await expect(readImage("nowhere/cat.png")).rejects.toThrow(
    `io.readImage: expected a readable image file, received ${join(process.cwd(), "nowhere/cat.png")} (ENOENT); relative paths start at ${process.cwd()}`,
  );
});

test.each([
  ["text", () => Buffer.from("no image"), "unsupported image format"],
  ["nothing", () => Buffer.alloc(0), "empty"],
  [
    "a PNG that ends too soon",
    async () => (await readFile(new URL("camera.png", photographs))).subarray(0, 60_000),
    "png",
  ],
  [
    "a JPEG that ends too soon",
    async () =>
      (
        await sharp(await readFile(new URL("chelsea.png", photographs)))
          .jpeg()
          .toBuffer()
      ).subarray(0, 9000),
    "premature end of JPEG image",
  ],
])("refuses %s, naming the file", async (name, bytes, reason) => {
  const path = await file(`${name}.img`, await bytes());
  const failure = readImage(path);
  await expect(failure).rejects.toThrow(`io.readImage: expected a whole PNG or JPEG image, received ${path} (`);
  await expect(failure).rejects.toThrow(reason);
});

test.each([
  [{ size: [0, 10] }, "size to be [height, width] in pixels, received [0,10]"],
  [{ size: [10] }, "size to be [height, width] in pixels, received [10]"],
  [{ size: [10.5, 10] }, "size to be [height, width] in pixels, received [10.5,10]"],
  [{ channels: 4 }, "channels to be 1 or 3, received 4"],
  [{ width: 10 }, "options among size, channels, received width; leave width out"],
])("refuses %o", async (options, message) => {
  // @ts-expect-error: these are not options
  await expect(readImage("any.png", options)).rejects.toThrow(message);
});

test("refuses an address on the web", async () => {
  await expect(readImage("https://example.org/cat.png")).rejects.toThrow("expected a path or a file: URL");
});
