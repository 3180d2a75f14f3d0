import { expect, test } from "vitest";
import { cursorOf, offsetOf } from "../../../kernel/server/cursor.ts";

test.each([
  ["abc", 0, 0],
  ["abc", 3, 3],
  ["a😀b", 1, 1],
  ["a😀b", 2, 3],
  ["a😀b", 3, 4],
  ["é🇩🇪", 2, 3],
])("in %j the cursor %i, counted in code points, is the offset %i", (code, cursor, offset) => {
  expect(offsetOf(code, cursor)).toBe(offset);
  expect(cursorOf(code, offset)).toBe(cursor);
});

test("a cursor beyond the code, or none, is at its end", () => {
  expect([offsetOf("a😀", 9), offsetOf("a😀", undefined), offsetOf("a😀", -1)]).toEqual([3, 3, 0]);
});
