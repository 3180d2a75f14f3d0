import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openNotebook } from "../language/notebook.ts";
import { displaysOf } from "./render/shown.ts";

/** What stock tslab declares of its module. */
const stock = readFileSync(new URL("../../../node_modules/tslab/dist/public.d.ts", import.meta.url), "utf8");
const methods = [
  .../interface Display \{(?<body>[^}]*)\}/.exec(stock)!.groups!["body"]!.matchAll(/(?<name>\w+)\(/g),
].map(({ groups }) => groups!["name"]!);

test.each([
  ["import * as tslab from 'tslab';", "tslab.display"],
  ["import { display } from 'tslab';", "display"],
  ["const { display: shown } = require('tslab');", "shown"],
])("%s gives each display of stock tslab's, typed or not, where tslab is not installed", async (code, display) => {
  const { run } = openNotebook();
  expect((await run(code)).traceback).toBe("");
  const ran = await run(`
    ${display}.javascript("1"); ${display}.html("2"); ${display}.markdown("3"); ${display}.latex("4"); ${display}.svg("5");
    ${display}.png(Uint8Array.of(1)); ${display}.jpeg(Buffer.from([2])); ${display}.gif(Uint8Array.of(3)); ${display}.pdf(Uint8Array.of(4));
    ${display}.text("6"); ${display}.raw("text/x", "7"); ${display}.raw("application/x", Uint8Array.of(5));`);
  expect(ran.traceback).toBe("");
  expect(displaysOf(ran)).toEqual([
    { "text/javascript": "1" },
    { "text/html": "2" },
    { "text/markdown": "3" },
    { "text/latex": "4" },
    { "image/svg+xml": "5" },
    { "image/png": "AQ==" },
    { "image/jpeg": "Ag==" },
    { "image/gif": "Aw==" },
    { "application/pdf": "BA==" },
    { "text/plain": "6" },
    { "text/x": "7" },
    { "application/x": "BQ==" },
  ]);
});

test("it has what stock tslab declares, and knows the versions", async () => {
  const { run } = openNotebook();
  await run("import * as tslab from 'tslab'");
  expect(
    (await run(`${JSON.stringify(methods)}.filter((name) => typeof tslab.display[name] !== "function")`)).value,
  ).toBe("[]");
  expect(methods).toContain("raw");
  expect((await run("Object.keys(tslab).sort().join()")).value).toBe("'display,newDisplay,versions'");
  expect((await run("tslab.versions")).value).toMatch(
    /^\{ tslab: '1\.0\.22', typescript: '7\.\d+\.\d+', node: 'v\d+\.\d+\.\d+' \}$/,
  );
});

test("a new display is overwritten in its place", async () => {
  const { run } = openNotebook();
  const { outputs } = await run(`
    import { newDisplay } from "tslab";
    const place = newDisplay();
    place.text("1");
    place.html("2");
    newDisplay().text("3");`);
  const id = expect.any(String);
  expect(outputs).toEqual([
    { msg_type: "display_data", content: { data: { "text/plain": "1" }, metadata: {}, transient: { display_id: id } } },
    {
      msg_type: "update_display_data",
      content: { data: { "text/html": "2" }, metadata: {}, transient: { display_id: id } },
    },
    { msg_type: "display_data", content: { data: { "text/plain": "3" }, metadata: {}, transient: { display_id: id } } },
  ]);
  const ids = outputs.map(({ content }) => ("transient" in content ? content.transient.display_id : undefined));
  expect(ids[0]).toBe(ids[1]);
  expect(ids[2]).not.toBe(ids[0]);
});

test("its types are those of stock tslab, also where it is not installed", async () => {
  const { run } = openNotebook({}, { typecheck: "on" });
  expect(
    (await run('import * as tslab from "tslab";\nconst shown: tslab.Display = tslab.newDisplay();')).traceback,
  ).toBe("");
  expect((await run("tslab.display.png('text')")).traceback).toContain(
    "not assignable to parameter of type 'Uint8Array",
  );
});

test("a local file that a cell imports has it, too", async () => {
  const { run } = openNotebook({
    "show.ts": 'import { display } from "tslab";\nexport const show = () => display.html("from a file");',
  });
  expect(displaysOf(await run('import { show } from "./show.ts"; show();'))).toEqual([{ "text/html": "from a file" }]);
});
