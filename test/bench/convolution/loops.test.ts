import { expect, test } from "vitest";
import { copy, multiplyAdds, STRIDE, triad } from "../../../bench/convolution/peaks/loops.ts";

function instantiate(module: Uint8Array<ArrayBuffer>): {
  run: (...parameters: number[]) => void;
  floats: Float32Array;
} {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module), { bench: { memory } });
  return { run: exports.run as () => void, floats: new Float32Array(memory.buffer) };
}

const fits = (isFused: boolean) => WebAssembly.validate(multiplyAdds(isFused).module);

test.each([true, false].filter(fits))(
  "each sum is multiplied by 1/2 and gains 1/2, eight times a turn (fused: %s)",
  (isFused) => {
    const { module, flops } = multiplyAdds(isFused);
    const { run, floats } = instantiate(module);
    const sums = flops / 2 / 8;
    floats.set(Array.from({ length: sums + 1 }, (_, i) => i));
    run(1);
    const expected = Array.from({ length: sums }, (_, i) => 1 + (i - 1) / 256);
    expect([...floats.subarray(0, sums)]).toEqual(expected);
    expect(floats[sums]).toBe(sums);
  },
);

test("the triad is b + 3c in place of a", () => {
  const { run, floats } = instantiate(triad());
  const count = (2 * STRIDE) / 4;
  const [b, c] = [floats.subarray(count, 2 * count), floats.subarray(2 * count, 3 * count)];
  b.forEach((_, i) => (b[i] = i));
  c.forEach((_, i) => (c[i] = 10 * i));
  run(0, 4 * count, 8 * count, 2);
  expect([...floats.subarray(0, count)]).toEqual(Array.from({ length: count }, (_, i) => 31 * i));
});

test("the copy is one", () => {
  const { run, floats } = instantiate(copy());
  floats.set([1, 2, 3, 4], 4);
  run(0, 16, 12);
  expect([...floats.subarray(0, 5)]).toEqual([1, 2, 3, 0, 1]);
});
