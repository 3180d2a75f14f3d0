import { expect, test } from "vitest";
import { jupyterDisplay } from "../../src/display.ts";
import { programs } from "./programs.ts";

const figures = Object.entries(programs);

/** Every value of a key at any depth. */
function valuesOf(key: string, within: unknown): unknown[] {
  if (typeof within !== "object" || within === null) return [];
  const deeper = Object.values(within).flatMap((value) => valuesOf(key, value));
  return key in within ? [Reflect.get(within, key), ...deeper] : deeper;
}

test.each(figures)("%s is the committed figure", async (name, program) => {
  await expect(`${JSON.stringify(program(), null, 1)}\n`).toMatchFileSnapshot(`../golden/figures/${name}.json`);
});

test.each(figures)("%s survives the way through a notebook file", (_, program) => {
  const bundle = program()[jupyterDisplay]();
  expect(Object.keys(bundle)).toEqual(["application/vnd.plotly.v1+json", "text/plain"]);
  expect(JSON.parse(JSON.stringify(bundle))).toStrictEqual(bundle);
  expect(JSON.stringify(bundle).length).toBeLessThan(100_000);
});

test.each(figures)("%s keeps to what plotly.js 3 and 4 share: titles as objects, colours with #", (_, program) => {
  const figure = program();
  for (const title of valuesOf("title", figure)) expect(title).toHaveProperty("text");
  for (const color of valuesOf("color", figure).flat()) expect(color).toMatch(/^#[0-9a-f]{6}$/);
  for (const scale of valuesOf("colorscale", figure)) {
    expect(
      scale === "Viridis" || (scale as [number, string][]).every(([, color]) => /^#[0-9a-f]{6}$/.test(color)),
    ).toBe(true);
  }
});

test.each(figures)("%s says in words what it shows", (_, program) => {
  const { alt } = program();
  expect(alt).toMatch(/\w+.*\d/);
});

test.each(figures)("%s has a title that fits the narrowest screen", (_, program) => {
  const { layout } = program();
  const text = typeof layout.title === "object" ? (layout.title.text ?? "") : "";
  const lines = text.split("<br>");
  expect(Math.max(...lines.map((line) => line.length)) * 8.5).toBeLessThan(360 - 2 * 16);
  expect(layout.margin?.t).toBeGreaterThan(lines.filter(Boolean).length * 20);
});
