import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

const rows = read("../docs/kernel.md").matchAll(/^\| [^|]+ \| (?<file>[\w-]+): (?<title>[^|]+?) +\|$/gm);
const named = [...rows].map(({ groups }) => [groups!.file!, groups!.title!.replaceAll("\\", "")] as const);

test("docs/kernel.md names tests of the protocol", () => {
  expect(named.length).toBeGreaterThan(35);
});

test.each(named)("the test that docs/kernel.md names is there: %s: %s", (file, title) => {
  expect(read(`./kernel/server/${file}.test.ts`)).toContain(`"${title}"`);
});
