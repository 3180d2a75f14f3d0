import { expect, test } from "vitest";
import { SOON, useLab } from "./suite.ts";
import { outputs, type Workbench } from "./workbench.ts";

const lab = useLab();
const textsOf = async (code: string): Promise<string[]> => (await lab.bench.run(code)).allInnerTexts();

test("two notebooks at once have a kernel each, and run at the same time", async () => {
  const { bench } = lab;
  const other = await lab.another();
  await bench.run("let owner = 1;");
  const looping = await bench.start("console.log(process.pid);\nwhile (true) {}");
  await expect.poll(() => outputs(looping).count(), SOON).toBe(1);
  const [pid] = await (await other.run("process.pid")).allInnerTexts();
  expect(pid).not.toBe((await outputs(looping).innerText()).trim());
  expect((await (await other.run("owner")).allInnerTexts()).join()).toContain("Cannot find name 'owner'");
  await other.picture("surviving-other-notebook");
  await bench.tool("interrupt");
  await bench.ended(looping);
  expect(await textsOf("owner")).toEqual(["1"]);
  await other.close();
});

test("a cell that exits says so, and the next one runs", async () => {
  const { bench } = lab;
  const said = (await textsOf("process.exit(1)")).join();
  expect(said).toContain("exit code 1");
  expect(said).toContain("variables of earlier cells are lost");
  await bench.picture("surviving-exit");
  expect(await textsOf("1 + 1")).toEqual(["2"]);
});

test("a kernel that is killed is started again by JupyterLab, and cells run", async () => {
  const { bench } = lab;
  await bench.start('process.kill(process.ppid, "SIGKILL")');
  await bench.page.locator(".jp-Dialog").filter({ hasText: "appears to have died. It will restart" }).waitFor();
  await bench.picture("surviving-killed");
  await bench.agree("Kernel Restarting");
  await bench.status("Idle");
  expect(await textsOf("2 + 2")).toEqual(["4"]);
});

test("a code console, opened by the menu, runs code in a kernel of its own", async () => {
  const { bench } = lab;
  const { page } = bench;
  await bench.menu("File", "New", "Console");
  await page.locator(".jp-Dialog select").selectOption({ label: "TypeScript (sepconv)" });
  await bench.agree("Select Kernel");
  const texts = await runInConsole(bench, 'const here = "console";\nhere.toUpperCase()');
  expect(texts).toEqual(["'CONSOLE'"]);
  await bench.picture("surviving-console");
});

test("a subshell console runs code beside a notebook's cell that awaits, and sees its variables", async () => {
  const bench = await lab.another();
  await bench.run("let release = () => {};\nlet rows = 5;");
  await bench.cells.first().locator(".cm-content").click({ button: "right" });
  await bench.item("New Subshell Console for Notebook");
  await bench.page.locator(CONSOLE).waitFor();
  const waiting = await bench.start('await new Promise<void>((resolve) => (release = resolve));\n"released"');
  await bench.status("Busy");
  expect(await runInConsole(bench, "release();\n`${rows} beside`")).toEqual(["'5 beside'"]);
  await bench.picture("surviving-subshell");
  await bench.ended(waiting);
  expect(await outputs(waiting).allInnerTexts()).toEqual(["'released'"]);
  await bench.close();
});

const CONSOLE = ".jp-CodeConsole";

/** Writes code into the console, once the kernel has greeted there, runs it by Shift-Enter and returns what it shows. */
async function runInConsole({ page }: Workbench, code: string): Promise<string[]> {
  await page.locator(`${CONSOLE}-banner`).getByText("sepconv").waitFor();
  await page.locator(`${CONSOLE}-promptCell .cm-content`).click();
  await page.keyboard.insertText(code);
  await page.keyboard.press("Shift+Enter");
  const shown = page.locator(`${CONSOLE}-content .jp-OutputArea-output`);
  await shown.first().waitFor();
  return shown.allInnerTexts();
}
