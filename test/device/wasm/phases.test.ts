import fc from "fast-check";
import { expect, test } from "vitest";
import type { Problem } from "../../../src/conv/problem.ts";
import { phasesOf } from "../../../src/device/wasm/phases.ts";

/** Along one axis; the other has one place. */
const problems = fc
  .record({
    kernel: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 4 }),
    dilation: fc.integer({ min: 1, max: 4 }),
    before: fc.integer({ min: 0, max: 5 }),
    after: fc.integer({ min: 0, max: 5 }),
    beyond: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ kernel, stride, dilation, before, after, beyond }) => {
    const reach = dilation * (kernel - 1) + 1;
    const height = Math.max(1, reach + beyond - before - after);
    const outHeight = Math.floor((height + before + after - reach) / stride) + 1;
    return { kernel, stride, dilation, before, after, height, outHeight };
  });

test("phases meet each product of dy and a tap once, at the place of x that it belongs to", () => {
  const property = fc.property(problems, ({ kernel, stride, dilation, before, after, height, outHeight }) => {
    const along = {
      kernel: [kernel, 1],
      stride: [stride, 1],
      dilation: [dilation, 1],
      padding: [
        [before, after],
        [0, 0],
      ],
    };
    const met: string[] = [];
    for (const phase of phasesOf(0, { ...along, height, width: 1 } as unknown as Problem)) {
      for (let i = 0; i < phase.count; i++) {
        for (let t = 0; t < phase.taps; t++) {
          const out = i + t * phase.dilation + phase.offset;
          const place = phase.start + i * phase.step;
          if (out >= 0 && out < outHeight) met.push(`${place} ${out} ${phase.firstTap + t * phase.tapStep}`);
        }
      }
    }
    const wanted: string[] = [];
    for (let out = 0; out < outHeight; out++) {
      for (let tap = 0; tap < kernel; tap++) {
        const place = out * stride + tap * dilation - before;
        if (place >= 0 && place < height) wanted.push(`${place} ${out} ${tap}`);
      }
    }
    expect(met.toSorted()).toEqual(wanted.toSorted());
  });
  fc.assert(property, { numRuns: 500 });
});
