import { count, models } from "sepconv";
import { expect, test } from "vitest";

const alexnet = count.module(models.create("alexnet"));
const ten = count.module(models.create("alexnet", { numClasses: 10 }));

test("puts totals side by side, with the others as multiples of the first", () => {
  const lines = count.compare({ alexnet, ten }).toString().split("\n");
  expect(lines[0]!.trim().split(/ {2,}/)).toEqual(["alexnet", "ten", "÷ alexnet"]);
  // the last layer has 990 rows of 4096 weights and a bias less
  expect(lines[1]!.split(/ {2,}/)).toEqual([
    "parameters",
    (61_100_840).toLocaleString("en"),
    (61_100_840 - 990 * 4097).toLocaleString("en"),
    (1 - (990 * 4097) / 61_100_840).toFixed(3),
  ]);
});

test("gives the unrounded figures as CSV and JSON", () => {
  const [header, ...rows] = count.compare({ alexnet, ten }).toCsv().split("\r\n");
  expect(header).toBe("total,alexnet,ten,ten/alexnet");
  expect(rows[1]).toBe(`macs,${alexnet.macs},${ten.macs},${ten.macs / alexnet.macs}`);
  expect(JSON.parse(JSON.stringify(count.compare({ alexnet, ten })))).toMatchObject({ ten: { macs: ten.macs } });
});

test("shows operations where all were counted by one convention", () => {
  const [a, b] = [1, 2].map((batchSize) =>
    count.module(models.create("alexnet"), undefined, { batchSize, convention: "thop" }),
  );
  expect(count.compare({ a: a!, b: b! }).toString()).toMatch(/^thop .* 2.000$/m);
  expect(count.compare({ a: a!, alexnet }).toString()).not.toContain("thop");
});

test("refuses less than two costs, and what is none", () => {
  expect(() => count.compare({ alexnet })).toThrow(
    "expected two costs or more by their names, received an object with alexnet",
  );
  expect(() => count.compare({ alexnet, other: 3 as never })).toThrow("expected two costs or more");
});
