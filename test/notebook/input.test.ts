import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { checkout } from "../package/installed.ts";

const asking = `
import { input } from "./src/notebook/input.ts";
const name = await input("Name? ");
const secret = await input("Token? ", { password: true });
console.log("\\n" + [name, secret].join("+").toUpperCase());`;
const node = [process.execPath, "--input-type=module-typescript", "--eval"];

/** Runs a script in plain Node. */
function start(code: string) {
  const child = spawn(node[0]!, [...node.slice(1), code], { cwd: checkout });
  return { child, stdout: text(child.stdout), stderr: text(child.stderr) };
}

test("plain Node reads the answers from stdin, also two that come at once, and does not wait for its end", async () => {
  const { child, stdout, stderr } = start(asking);
  child.stdin.write("ada\nsesame\n");
  const [code] = (await once(child, "exit")) as [number];
  expect({ code, stdout: await stdout, stderr: await stderr }).toEqual({
    code: 0,
    stdout: "Name? Token? \nADA+SESAME\n",
    stderr: "",
  });
});

test("where stdin ends before the answer, the error says so", async () => {
  const { child, stderr } = start(asking);
  child.stdin.end("ada\n");
  expect(await stderr).toContain("input: expected a line on stdin, received its end; run where somebody can type");
});

test.skipIf(spawnSync("script", ["--version"]).status !== 0)(
  "a terminal shows what is typed, but no password (script of util-linux)",
  async () => {
    const command = [...node, asking].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
    const child = spawn("script", ["-qec", command, "/dev/null"], { cwd: checkout });
    let shown = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      const before = shown;
      shown += chunk;
      if (shown.includes("Name? ") && !before.includes("Name? ")) child.stdin.write("ada\r");
      if (shown.includes("Token? ") && !before.includes("Token? ")) child.stdin.write("sesame\r");
    });
    const [code] = (await once(child, "close")) as [number];
    expect({ code, shown }).toEqual({ code: 0, shown: expect.stringContaining("ADA+SESAME") });
    expect(shown).toContain("ada");
    expect(shown).not.toContain("sesame");
  },
);
