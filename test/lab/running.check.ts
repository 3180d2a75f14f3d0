import { describe, expect, test } from "vitest";
import { SOON, useLab } from "./suite.ts";
import { outputs } from "./workbench.ts";

const lab = useLab();
const textsOf = async (code: string): Promise<string[]> => (await lab.bench.run(code)).allInnerTexts();

describe("a cell run by Shift-Enter", () => {
  test("shows its last expression's value beside the cell's number", async () => {
    const { bench } = lab;
    const shown = await bench.run("const sides = [3, 4];\nMath.hypot(...sides)");
    expect(await shown.allInnerTexts()).toEqual(["5"]);
    expect(await bench.cells.first().locator(".jp-OutputPrompt").allInnerTexts()).toEqual(["[1]:"]);
  });

  test("shows an error in colour, with the line that threw and a caret below it", async () => {
    const { bench } = lab;
    const shown = await bench.run(
      'function area(side: number): number {\n  if (side < 0) throw new RangeError("no side is negative");\n  return side ** 2;\n}\narea(-1)',
    );
    const text = await shown.innerText();
    expect(text).toContain("RangeError: no side is negative\n  at area (cell 2, line 2)");
    expect(caretColumn(text)).toBe(2 + 'if (side < 0) throw new RangeError("'.indexOf("new"));
    expect(await shown.locator(".ansi-red-fg").first().innerText()).toBe("RangeError");
    await bench.picture("running-error");
  });

  test("is stopped by a type error, with a caret below what is wrong", async () => {
    const text = await (await lab.bench.run('console.log("ran");\nconst half: number = "one";')).innerText();
    expect(text).toContain("TS2322");
    expect(text).not.toContain("ran\n");
    expect(caretColumn(text)).toBe("const ".length);
  });

  test("that sets a timer gets what the timer prints, also when another cell has run since", async () => {
    const { bench } = lab;
    const timed = await bench.start(
      'const { existsSync } = await import("node:fs");\nconst watch = setInterval(() => {\n  if (!existsSync("signal.txt")) return;\n  clearInterval(watch);\n  console.log("from the timer");\n}, 20);',
    );
    await bench.ended(timed);
    expect(await textsOf('await (await import("node:fs/promises")).writeFile("signal.txt", ""); "later"')).toEqual([
      "'later'",
    ]);
    await expect.poll(() => outputs(timed).allInnerTexts(), SOON).toEqual(["from the timer\n"]);
  });
});

describe("the Stop button", () => {
  test("ends an endless loop, and variables keep their values", async () => {
    const { bench } = lab;
    const looping = await bench.start('let steps = 41;\nsteps += 1;\nconsole.log("looping");\nwhile (true) {}');
    await bench.status("Busy");
    await expect.poll(() => outputs(looping).allInnerTexts(), SOON).toEqual(["looping\n"]);
    await bench.tool("interrupt");
    await bench.status("Idle");
    await expect.poll(() => outputs(looping).last().innerText(), SOON).toMatch(/^Interrupted: /u);
    await bench.picture("running-stopped");
    expect(await textsOf("steps")).toEqual(["42"]);
  });

  test("ends a cell that waits for input, and the next cell runs", async () => {
    const { bench } = lab;
    const asking = await bench.start('await input("never answered: ")');
    await asking.locator(".jp-Stdin-input").waitFor();
    await bench.tool("interrupt");
    await bench.ended(asking);
    expect(await outputs(asking).first().innerText()).toMatch(/^Interrupted: /u);
    expect(await textsOf('"next"')).toEqual(["'next'"]);
  });
});

describe("JupyterLab's input box", () => {
  test.each([
    ["input", 'const name = await input("name? "); `Hello, ${name}`', "name? ", "Ada", "'Hello, Ada'"],
    ["prompt", 'const word = prompt("word? ") ?? "none"; `${word}!`', "word? ", "on", "'on!'"],
    ["confirm", 'confirm("sure?")', "sure?", "y", "true"],
  ])("is shown by %s and brings what was typed", async (name, code, asked, typed, result) => {
    const { bench } = lab;
    const cell = await bench.start(code);
    const box = cell.locator(".jp-Stdin-input");
    await box.waitFor();
    expect(await cell.locator(".jp-Stdin-prompt").innerText()).toContain(asked);
    await bench.page.keyboard.type(typed);
    await bench.picture(`running-${name}`);
    await bench.page.keyboard.press("Enter");
    await bench.ended(cell);
    await box.waitFor({ state: "detached" });
    expect(await outputs(cell).last().innerText()).toBe(result);
    expect(await outputs(cell).first().innerText()).toContain(typed);
  });

  test("hides a password, and the notebook keeps none of it", async () => {
    const { bench } = lab;
    const cell = await bench.start('const secret = await input("password: ", { password: true }); secret.length');
    const box = cell.locator(".jp-Stdin-input");
    await box.waitFor();
    expect(await box.getAttribute("type")).toBe("password");
    await bench.page.keyboard.type("orange");
    await bench.picture("running-password");
    await bench.page.keyboard.press("Enter");
    await bench.ended(cell);
    await box.waitFor({ state: "detached" });
    expect(await outputs(cell).last().innerText()).toBe("6");
    expect(await cell.innerText()).not.toContain("orange");
  });
});

describe("magics", () => {
  test("%help shows the list of them as a table", async () => {
    const shown = await lab.bench.run("%help");
    await expect.poll(() => shown.locator("table code").allInnerTexts(), SOON).toContain("%who");
    await lab.bench.picture("running-help");
  });

  test("!command shows what the shell prints", async () => {
    expect(await textsOf("!echo hello from the shell")).toEqual(["hello from the shell\n"]);
  });

  test("%who lists the variables of earlier cells in a table", async () => {
    const shown = await lab.bench.run('let shade = "teal"\n%who');
    await expect.poll(() => shown.locator("td").allInnerTexts(), SOON).toContain("shade");
  });

  test("%time shows how long a statement took, and its value", async () => {
    const [times, value] = await textsOf("%time 6 * 7");
    expect(times).toMatch(/Wall time: [\d.]+ .?s/u);
    expect(value).toBe("42");
  });

  test("an unknown one is told, with the nearest", async () => {
    expect((await textsOf("%tim 1")).join()).toContain("did you mean %time?");
  });

  test("name? shows what is known of a name below the cell, and name?? how it is defined", async () => {
    const { bench } = lab;
    await bench.run("/** Twice as much. */\nfunction double(n: number): number {\n  return 2 * n;\n}");
    const short = await bench.run("double?");
    await expect.poll(async () => (await short.allInnerTexts()).join(), SOON).toContain("double(n: number): number");
    expect(await short.locator("p").innerText()).toBe("Twice as much.");
    const long = await bench.run("double??");
    await expect.poll(async () => (await long.allInnerTexts()).join(), SOON).toContain("return 2 * n;");
    await bench.picture("running-page");
  });
});

test("restarting the kernel by the menu forgets variables", async () => {
  const { bench } = lab;
  const restarted = bench.page.waitForResponse(/\/restart(?:\?|$)/u);
  await bench.menu("Kernel", "Restart Kernel…");
  await bench.agree("Restart Kernel?");
  await restarted;
  await bench.status("Idle");
  expect((await textsOf("steps")).join()).toContain("TS2304: Cannot find name 'steps'");
  expect(await textsOf("let steps = 1; steps")).toEqual(["1"]);
});

/** How far the caret stands from the beginning of the line above it. */
function caretColumn(text: string): number {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => /\|\s*\^+$/u.test(line));
  return lines[at]!.indexOf("^") - lines[at]!.indexOf("| ") - 2;
}
