import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Output } from "../../../kernel/language/interpreter.ts";
import { openNotebook } from "../language/notebook.ts";

/** Outputs as short lines; neighbouring pieces of one stream are joined, since how they are cut is not promised. */
function transcript(outputs: Output[]): string[] {
  const lines: { name: string; text: string }[] = [];
  for (const { msg_type, content } of outputs) {
    if (msg_type !== "stream")
      lines.push({ name: msg_type, text: "transient" in content ? String(content.data["text/plain"]) : "" });
    else if (lines.at(-1)?.name === content.name) lines[lines.length - 1]!.text += content.text;
    else lines.push({ name: content.name, text: content.text });
  }
  return lines.map(({ name, text }) => `${name}: ${text}`);
}

test("streams, displays and child processes come in the order in which they were written", async () => {
  const { run } = openNotebook();
  const { outputs } = await run(`
    import { execSync } from "node:child_process"; import { writeSync } from "node:fs";
    const inherit = { stdio: "inherit" } as const;
    for (let k = 0; k < 20; k++) {
      console.log("log " + k); display("shown"); execSync("echo child; echo oops >&2", inherit); console.error("error"); writeSync(1, "raw");
      clearOutput(); writeSync(2, "raw error");
    }`);
  const round = (k: number) => [
    `stdout: log ${k}\n`,
    "display_data: \u001B[32m'shown'\u001B[39m",
    expect.stringMatching(/^std(?:out: child|err: oops)\n$/),
    expect.stringMatching(/^std(?:out: child|err: oops)\n|stderr: error/),
  ];
  const lines = transcript(outputs);
  for (let k = 0; k < 20; k++) {
    const start = lines.indexOf(`stdout: log ${k}\n`);
    const end = k === 19 ? lines.length : lines.indexOf(`stdout: log ${k + 1}\n`);
    expect(lines.slice(start, start + 2)).toEqual(round(k).slice(0, 2));
    const rest = lines.slice(start + 2, end).join("\n");
    // what is written to the descriptors themselves keeps its place among what is written to the same one, and among displays
    expect(rest).toMatch(/child[^]*raw\n?[^]*clear_output[^]*raw error/);
    expect(rest).toMatch(/error[^]*clear_output/);
    expect(rest).toMatch(/oops\n[^]*error/);
  }
});

test("output arrives while a loop that never yields still runs", async () => {
  const { run, folder } = openNotebook();
  const flag = join(folder, "seen");
  const { stdout, value } = await run(
    `const { existsSync } = require("node:fs"); console.log("waiting"); display(1);
     while (!existsSync(${JSON.stringify(flag)}));
     "seen"`,
    ({ msg_type }) => {
      if (msg_type === "display_data") writeFileSync(flag, "");
    },
  );
  expect({ stdout, value }).toEqual({ stdout: "waiting\n", value: "'seen'" });
});

test("all that a cell and the child it awaits wrote is there when the cell ends", async () => {
  const { run } = openNotebook();
  const { stdout } = await run(`
    import { spawn } from "node:child_process";
    const child = spawn("sh", ["-c", "for i in 1 2 3 4 5; do echo $i; done; sleep 0.1; echo end"], { stdio: "inherit" });
    await new Promise((resolve) => child.on("close", resolve));`);
  expect(stdout).toBe("1\n2\n3\n4\n5\nend\n");
});

test("characters that are cut between writes are put together again", async () => {
  const { run } = openNotebook();
  const { stdout, stderr } = await run(`
    const { writeSync } = require("node:fs"); const bytes = Buffer.from("é中😀");
    for (const byte of bytes) writeSync(1, Uint8Array.of(byte));
    for (const byte of bytes) process.stderr.write(Uint8Array.of(byte));`);
  expect({ stdout, stderr }).toEqual({ stdout: "é中😀", stderr: "é中😀" });
});

test("ten megabytes of each kind arrive whole", async () => {
  const { run } = openNotebook();
  const { stdout, stderr, reply } = await run(`
    const n = 1e7; process.stdout.write("é".repeat(n)); process.stderr.write("y".repeat(n));
    require("node:child_process").execSync("head -c 10000000 /dev/zero | tr '\\\\0' x", { stdio: "inherit" });
    ({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "z".repeat(n) }) })`);
  expect(stdout.length).toBe(2e7);
  expect(stdout === "é".repeat(1e7) + "x".repeat(1e7) && stderr === "y".repeat(1e7)).toBe(true);
  expect(reply.status === "ok" && String(reply.result?.data["text/html"]).length).toBe(1e7);
}, 60_000);

test("a hundred thousand lines arrive in order", async () => {
  const { run } = openNotebook();
  const { stdout } = await run("for (let k = 0; k < 1e5; k++) console.log(k)");
  expect(stdout).toBe(Array.from({ length: 1e5 }, (_, k) => `${k}\n`).join(""));
}, 60_000);

test("workers and forked programs are heard", async () => {
  const { run } = openNotebook({ "forked.cjs": "console.log('from a fork')" });
  const { stdout } = await run(`
    import { Worker } from "node:worker_threads"; import { fork } from "node:child_process"; import { once } from "node:events";
    await once(new Worker("console.log('from a worker')", { eval: true }), "exit");
    await once(fork("./forked.cjs"), "close");`);
  expect(stdout).toBe("from a worker\nfrom a fork\n");
});

test("what a cell writes after it has ended goes where its output went", async () => {
  const { run } = openNotebook();
  const { promise: written, resolve: late } = Promise.withResolvers<string>();
  await run("setTimeout(() => console.log('late'), 20); 1", (output) => {
    if (output.msg_type === "stream") late(output.content.text);
  });
  expect(await written).toBe("late\n");
});

test("ending or closing its output in one cell does not silence the next", async () => {
  const { run } = openNotebook();
  await run("process.stdout.end(); process.stderr.destroy(); require('node:fs').closeSync(1)");
  expect(await run("console.log('out'); console.error('err')")).toMatchObject({ stdout: "out\n", stderr: "err\n" });
});
