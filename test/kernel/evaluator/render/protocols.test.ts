import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { openNotebook } from "../../language/notebook.ts";
import { displaysOf, resultOf } from "./shown.ts";

const checkout = fileURLToPath(new URL("../../../../", import.meta.url));

test("a wrong bundle is told of, and its value shown as text", async () => {
  const { run } = openNotebook();
  const ran = await run("({ seen: 1, [Symbol.for('Jupyter.display')]: async () => ['text/html'] })");
  expect(ran.value).toContain("seen: 1");
  expect(ran.stderr).toContain("expected a MIME bundle");
  expect(ran.stderr).toContain("the value is shown as text");
});

test.each([
  ["text/html", "42", "42"],
  ["image/png", "null", "null"],
  ["text/plain", "['a']", "[ 'a' ]"],
])("a bundle whose %s is %s is told of by its type", async (type, value, shown) => {
  const { run } = openNotebook();
  const ran = await run(`({ seen: 1, [Symbol.for('Jupyter.display')]: () => ({ "${type}": ${value} }) })`);
  expect(ran.value).toContain("seen: 1");
  expect(stripVTControlCharacters(ran.stderr)).toContain(`expected ${type} to be a string, received ${shown};`);
});

test.each([
  ["vega-lite/v5", "application/vnd.vegalite.v5+json"],
  ["vega-lite/v6.1.0", "application/vnd.vegalite.v6+json"],
  ["vega/v5", "application/vnd.vega.v5+json"],
])("what gives a specification by %s is a chart", async (schema, type) => {
  const { run } = openNotebook();
  const specification = { $schema: `https://vega.github.io/schema/${schema}.json`, mark: "bar" };
  for (const code of [
    `(${JSON.stringify(specification)})`,
    `({ toJSON: () => (${JSON.stringify(specification)}) })`,
    `({ toSpec: () => (${JSON.stringify(specification)}) })`,
  ]) {
    expect(resultOf(await run(code))).toEqual({ [type]: specification, "text/plain": expect.any(String) });
  }
});

test("what gives other JSON, or fails to, is shown as text", async () => {
  const { run } = openNotebook();
  for (const code of ["({ toJSON: () => ({ $schema: 'x' }) })", "({ toJSON() { throw new Error('no') } })"]) {
    expect(Object.keys(resultOf(await run(code)))).toEqual(["text/plain"]);
  }
});

test("a plot of Observable Plot shows itself, as an element and as the text of its SVG", async () => {
  const { run } = openNotebook({}, { folder: checkout });
  const plot = await run(`
    import * as Plot from "@observablehq/plot";
    import { parseHTML } from "linkedom";
    const { document } = parseHTML("<html></html>");
    const dots = Plot.plot({ document, marks: [Plot.dot([[1, 2], [3, 4]])] });
    dots`);
  const { "text/html": html, "image/svg+xml": svg } = resultOf(plot);
  expect(html).toMatch(/^<svg [^>]*class="plot-[^]*<circle [^]*<\/svg>$/);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
  expect(resultOf(await run("dots.outerHTML"))["image/svg+xml"]).toBe(svg);
  const titled = await run("Plot.plot({ document, title: 'Dots', marks: [Plot.dot([[1, 2]])] })");
  expect(Object.keys(resultOf(titled))).toEqual(["text/html", "text/plain"]);
});

test("a Blob of an image and a canvas's data URL are shown as images", async () => {
  const { run } = openNotebook();
  const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  const data = { "image/png": pixel, "text/plain": "[PNG image, 70 bytes]" };
  const ran = await run(`
    display(new Blob([Buffer.from("${pixel}", "base64")], { type: "image/png" }));
    display({ toDataURL: () => "data:image/png;base64,${pixel}" });
    display({ toDataURL: async () => "data:image/png;base64,${pixel}" });`);
  expect(displaysOf(ran)).toEqual([data, data, data]);
  expect(Object.keys(resultOf(await run("new Blob(['text'])")))).toEqual(["text/plain"]);
});
