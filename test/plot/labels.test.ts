import fc from "fast-check";
import { expect, test } from "vitest";
import { placeLabels } from "../../src/plot/labels.ts";

const size = { width: 280, height: 420 };

test("a label stands above its point where there is room, and below it at the upper edge", () => {
  expect(placeLabels([{ x: 140, y: 200, text: "VGG" }], size)).toEqual(["top center"]);
  expect(placeLabels([{ x: 140, y: 5, text: "VGG" }], size)).toEqual(["bottom center"]);
});

test("a label at the right edge goes to the left", () => {
  expect(placeLabels([{ x: 275, y: 200, text: "ResNet-152" }], size)).toEqual(["middle left"]);
});

test("of two points at one place only the first takes the place above", () => {
  const [first, second] = placeLabels(
    [
      { x: 140, y: 200, text: "first" },
      { x: 140, y: 200, text: "second" },
    ],
    size,
  );
  expect([first, second]).toEqual(["top center", "bottom center"]);
});

test("a label keeps away from a point that it does not name, so that nobody takes it for that one's", () => {
  const own = { x: 150, y: 110, text: "VGG-16" };
  expect(placeLabels([own, { x: 150, y: 70, text: "" }], size)[0]).toBe("top center");
  expect(placeLabels([own, { x: 150, y: 81, text: "" }], size)[0]).toBe("bottom center");
});

test("what is too long for the figure has no label", () => {
  expect(placeLabels([{ x: 140, y: 200, text: "a".repeat(60) }], size)).toEqual([undefined]);
});

test("labels of any points neither cover one another nor leave the figure", () => {
  const point = fc.record({
    x: fc.integer({ min: 0, max: size.width }),
    y: fc.integer({ min: 0, max: size.height }),
    text: fc.string({ minLength: 1, maxLength: 20 }),
  });
  fc.assert(
    fc.property(fc.array(point, { maxLength: 30 }), (points) => {
      const drawn = placeLabels(points, size).flatMap((place, i) => (place ? [extent(points[i]!, place)] : []));
      for (const [i, a] of drawn.entries()) {
        expect(a.left >= 0 && a.right <= size.width && a.top >= 0 && a.bottom <= size.height).toBe(true);
        for (const b of drawn.slice(i + 1)) {
          expect(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top).toBe(true);
        }
      }
    }),
  );
});

/** Where Plotly writes text of 11 pixels: its letters are about 6 wide, 11 high, and stand off a point by some pixels. */
function extent({ x, y, text }: { x: number; y: number; text: string }, place: string) {
  const width = 6 * text.length;
  const [vertical, horizontal] = place.split(" ");
  const left = horizontal === "left" ? x - width : horizontal === "right" ? x : x - width / 2;
  const top = vertical === "top" ? y - 18 : vertical === "bottom" ? y + 7 : y - 5.5;
  return { left, right: left + width, top, bottom: top + 11 };
}
