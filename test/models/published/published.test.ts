import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { countedExample, countedRow, countedSaving, countedShares } from "./counted.ts";
import { EXAMPLES, SAVINGS } from "./layers.ts";
import { SHARES } from "./mobilenet-v1.ts";
import { valueOf, type Figure } from "./row.ts";
import { PUBLISHED, tables } from "./tables.ts";

/** The ways in which a printed figure may have come from the exact one; the share of its row where they are further apart. */
function printings([printed, exact, by]: Figure): Array<Figure[2]> {
  if (printed === null) return [by];
  const { value, digit } = valueOf(printed);
  const digits = (exact - value) / digit;
  const isRounded = Math.abs(digits) <= 0.5;
  const isTruncated = digits >= 0 && digits < 1;
  const isNear = typeof by === "number" && Math.abs(exact / value - 1) < by;
  return [
    ...(isRounded ? [undefined] : []),
    ...(isTruncated ? (["truncated"] as const) : []),
    ...(digits < 0 ? (["below"] as const) : []),
    ...(isNear && !isRounded && !isTruncated ? [by] : []),
  ];
}

describe.each(Object.entries(PUBLISHED))("%s:", (_, rows) => {
  test.each(rows)("$where, $name", (row) => {
    const counted = countedRow(row);
    for (const key of ["macs", "parameters"] as const) {
      const figure = row[key] ?? [null, counted[key]];
      expect(counted[key]).toBe(figure[1]);
      expect(printings(figure)).toContain(figure[2]);
    }
  });

  test("what is neither rounded nor cut off has a note", () => {
    const off = rows.filter(({ macs, parameters }) =>
      [macs?.[2], parameters?.[2]].some((by) => typeof by === "number"),
    );
    expect(off.filter(({ note }) => note === undefined)).toEqual([]);
  });
});

test.each(SHARES)("arXiv 1704.04861, Table 2, $name: $macs% of mult-adds, $parameters% of parameters", (share) => {
  const counted = countedShares().get(share.kind)!;
  // two digits behind the point, some of them cut off
  expect(Math.abs(counted.macs - share.macs)).toBeLessThan(0.01);
  expect(Math.abs(counted.parameters - share.parameters)).toBeLessThan(0.01);
});

test("the first convolution's share in Table 2 is a misprint: only with 1.91% do the mult-adds come to the whole", () => {
  const all = (of: (share: (typeof SHARES)[number]) => number) => SHARES.reduce((sum, share) => sum + of(share), 0);
  expect(Math.abs(all(({ macs }) => macs) - 100)).toBeLessThan(0.02);
  expect(all(({ macs, misprint }) => misprint ?? macs)).toBeLessThan(99.5);
});

test.each(EXAMPLES)("$where, $name: $printed $counts", (example) => {
  const { printed, parameters } = example;
  expect(countedExample(example)).toEqual({ value: printed, parameters });
});

test.each(SAVINGS)("arXiv 1512.00567, $where: $name saves $printed", (saving) => {
  expect(printings([saving.printed, countedSaving(saving)])).toContain(undefined);
});

test("docs/counting.md has these tables, as vitest -u writes them", async () => {
  const path = fileURLToPath(new URL("../../../docs/counting.md", import.meta.url));
  const parts = Object.entries(tables());
  const written = parts.reduce(
    (text, [name, markdown]) => {
      const begin = `<!-- ${name} -->`;
      expect(text).toContain(begin);
      const from = text.indexOf(begin) + begin.length;
      return `${text.slice(0, from)}\n\n${markdown}\n\n${text.slice(text.indexOf("<!-- end -->", from))}`;
    },
    readFileSync(path, "utf8"),
  );
  await expect(written).toMatchFileSnapshot(path);
});
