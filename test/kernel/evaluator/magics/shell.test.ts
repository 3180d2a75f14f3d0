import { expect, test } from "vitest";
import { openNotebook } from "../../language/notebook.ts";

/** Commands are written for a POSIX shell. */
test("a command's output comes in order with that of the cell around it", async () => {
  const { run } = openNotebook();
  const { stdout, stderr } = await run("console.log('a');\n!echo b; echo c >&2\nconsole.log('d');\n!printf e");
  expect(stdout).toBe("a\nb\nd\ne");
  expect(stderr).toBe("c\n");
});

test("output comes while the command runs", async () => {
  const { run, interpreter } = openNotebook();
  const { reply, stdout } = await run("!echo begun; sleep 600", () => interpreter.interrupt());
  expect(stdout).toBe("begun\n");
  expect(reply).toMatchObject({ status: "error", ename: "Interrupted" });
});

test("an interrupt ends also a command, and its children, that do not heed it", async () => {
  const { run, interpreter } = openNotebook();
  await run("!trap '' INT; sh -c 'trap \"\" INT; echo $$ > pid; echo ready; while :; do sleep 0.05; done'; true", () =>
    interpreter.interrupt(),
  );
  const { value } = await run(`
    const pid = Number((await import("node:fs")).readFileSync("pid", "utf8"));
    const lives = () => { try { process.kill(pid, 0); return true } catch { return false } };
    for (let waited = 0; lives() && waited < 10_000; waited += 20) await new Promise((resolve) => setTimeout(resolve, 20));
    lives()`);
  expect(value).toBe("false");
});

test("a command that fails fails the cell, and says how", async () => {
  const { run } = openNotebook();
  const { reply, traceback } = await run("const before = 1;\n!exit 3\nconst after = 2;");
  expect(reply).toMatchObject({ ename: "CommandError", evalue: "the command ended with exit code 3: exit 3", line: 2 });
  expect(traceback).toContain("> 2 | !exit 3");
  expect((await run("before")).value).toBe("1");
  expect((await run("!kill -TERM $$")).reply).toMatchObject({
    evalue: "the command was ended by SIGTERM: kill -TERM $$",
  });
  expect((await run("!exit 1 || true\n1")).reply).toMatchObject({ ename: "CommandError" });
  expect((await run("!false || true\n1")).value).toBe("1");
});

test("braces hold expressions of the notebook, which are checked", async () => {
  const { run } = openNotebook({}, { typecheck: "on" });
  await run("const names = ['b', 'a']; const dir = process.cwd()");
  expect((await run("!echo {names.join(' ')} {1}, {names.length + 1} $((1 + 1)) ${HOME:+home}")).stdout).toBe(
    "b a {1}, 3 2 home\n",
  );
  const { traceback } = await run("!echo {names.nope}");
  expect(traceback).toContain("Property 'nope' does not exist on type 'string[]'");
  expect(traceback).toContain("    |              ^^^^");
});

test("a command sees the directory and the environment that magics have set", async () => {
  const { run, folder } = openNotebook({ "below/x.txt": "" });
  expect((await run("%cd below")).stdout).toBe(`${folder}/below\n`);
  expect((await run("%env GREETING=hello $USER_NAME!\n%env GREETING")).stdout).toBe("GREETING=hello !\nhello !\n");
  expect((await run("!echo $GREETING; pwd; ls")).stdout).toBe(`hello !\n${folder}/below\nx.txt\n`);
});

test("a command that reads its input finds none, rather than waiting for ever", async () => {
  expect((await openNotebook().run("!cat; echo end")).stdout).toBe("end\n");
});
