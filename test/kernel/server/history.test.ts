import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { History } from "../../../kernel/server/history/history.ts";
import { Client } from "./client.ts";

const folder = mkdtempSync(join(tmpdir(), "sepconv-history-"));
let files = 0;
const newFile = () => join(folder, `${files++}`, "history.sqlite");
const opened: History[] = [];
const open = (path: string) => {
  const history = new History(path);
  opened.push(history);
  return history;
};
afterEach(() => {
  vi.restoreAllMocks();
  for (const history of opened.splice(0)) history.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

test("keeps cells across restarts, and counts sessions", () => {
  const file = newFile();
  for (const name of ["first", "second"]) {
    const history = open(file);
    for (const line of [1, 2]) history.record(line, `${name} ${line}`);
    history.close();
  }
  const third = open(file);
  expect(third.tail({ n: 3 })).toEqual([
    [1, 2, "first 2"],
    [2, 1, "second 1"],
    [2, 2, "second 2"],
  ]);
  expect(third.range({ session: -1 })).toEqual([
    [2, 1, "second 1"],
    [2, 2, "second 2"],
  ]);
  expect(third.range({ session: 1, start: 2 })).toEqual([[1, 2, "first 2"]]);
  expect(third.range()).toEqual([]);
  third.record(1, "third 1");
  expect(third.range({ session: 0 })).toEqual([[3, 1, "third 1"]]);
  expect(third.range({ session: -2, start: 1, stop: 2 })).toEqual([[1, 1, "first 1"]]);
});

test("gives what a cell showed beside its source, when asked", () => {
  const history = open(":memory:");
  history.record(1, "6 * 7");
  history.record(1, "6 * 7", "42");
  history.record(2, "const side = 3;");
  expect(history.tail({ output: true })).toEqual([
    [1, 1, ["6 * 7", "42"]],
    [1, 2, ["const side = 3;", null]],
  ]);
  expect(history.tail()).toEqual([
    [1, 1, "6 * 7"],
    [1, 2, "const side = 3;"],
  ]);
});

test("keeps the beginning of what a cell showed, when it is long", () => {
  const history = open(":memory:");
  history.record(1, "long", "x".repeat(2 ** 20));
  expect(history.tail({ output: true })).toEqual([[1, 1, ["long", "x".repeat(10_000)]]]);
});

test("finds by patterns of the shell what a search through a list finds", () => {
  const sources = fc.array(fc.stringMatching(/^[ab]{0,3}$/), { maxLength: 12 });
  const patterns = fc.stringMatching(/^[ab*?]{0,4}$/);
  const counts = fc.option(fc.nat(5), { nil: undefined });
  fc.assert(
    fc.property(sources, patterns, fc.boolean(), counts, (cells, pattern, unique, n) => {
      const history = open(":memory:");
      for (const [i, source] of cells.entries()) history.record(i + 1, source);
      const shape = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
      const found = cells
        .map((source, i) => [1, i + 1, source] as const)
        .filter(([, , source]) => shape.test(source))
        .filter(([, line, source]) => !unique || cells.lastIndexOf(source) === line - 1);
      expect(history.search({ pattern, unique, n })).toEqual(n === undefined ? found : n === 0 ? [] : found.slice(-n));
      history.close();
    }),
  );
});

test("kernels that run at once share one file", async () => {
  const file = newFile();
  const module = new URL("../../../kernel/server/history/history.ts", import.meta.url).href;
  const writer = `const { History } = await import(${JSON.stringify(module)});
    const history = new History(${JSON.stringify(file)});
    for (let line = 1; line <= 200; line++) history.record(line, "cell " + line);
    history.close();`;
  const writers = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ["--input-type=module", "-e", writer], { stdio: ["ignore", "inherit", "pipe"] }),
  );
  const said = writers.map(async (child) => {
    let text = "";
    child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
    const [code] = await once(child, "close");
    return { code, text };
  });
  expect(await Promise.all(said)).toEqual(writers.map(() => ({ code: 0, text: "" })));
  const reader = open(file);
  for (const session of [1, 2, 3, 4]) expect(reader.range({ session })).toHaveLength(200);
});

/** A file in a state in which nothing can be kept in it. */
const unusable: Record<string, () => { path: string; restore?: () => void }> = {
  "is not a database": () => {
    const path = join(folder, "text.sqlite");
    writeFileSync(path, "a text".repeat(1000));
    return { path };
  },
  "has other tables": () => {
    const path = join(folder, "other.sqlite");
    const other = new DatabaseSync(path);
    other.exec("CREATE TABLE cells (unrelated TEXT); CREATE TABLE sessions (unrelated TEXT)");
    other.close();
    return { path };
  },
  "is a folder": () => ({ path: folder }),
  "lies below a file": () => {
    writeFileSync(join(folder, "file"), "");
    return { path: join(folder, "file", "history.sqlite") };
  },
  "lies where no folder can be made": () => ({ path: "/proc/no/such/history.sqlite" }),
  "is locked": () => {
    const path = newFile();
    open(path).record(1, "before");
    const other = new DatabaseSync(path);
    other.exec("BEGIN EXCLUSIVE");
    return { path, restore: () => other.close() };
  },
};

test.each(Object.entries(unusable))("a file that %s is said once, and the session goes on in memory", (_name, make) => {
  const { path, restore } = make();
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const history = open(path);
  for (const line of [1, 2]) history.record(line, `cell ${line}`);
  expect(history.tail().map(([, , source]) => source)).toEqual(["cell 1", "cell 2"]);
  expect(said.mock.calls).toEqual([[expect.stringContaining(`can be written at ${path}, received "`)]]);
  restore?.();
});

test("a pattern that SQLite refuses is an error of the request, and the file stays in use", () => {
  const file = newFile();
  const history = open(file);
  history.record(1, "kept");
  expect(() => history.search({ pattern: "*".repeat(100_000) })).toThrow("pattern too complex");
  expect(open(file).tail()).toEqual([[1, 1, "kept"]]);
});

test("forgets the oldest sessions beyond 100,000 cells when it is closed", () => {
  const file = newFile();
  open(file).record(1, "oldest");
  const other = new DatabaseSync(file);
  other.exec(
    `WITH RECURSIVE numbers (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 100000)
     INSERT INTO cells SELECT 2, n, 'cell', NULL FROM numbers`,
  );
  other.close();
  opened.at(-1)!.close();
  expect(open(file).range({ session: 1 })).toEqual([]);
  expect(open(file).range({ session: 2 })).toHaveLength(100_000);
});

test("a killed kernel's cells are in the history that the next one gives to jupyter console", async () => {
  const client = await Client.start({ SEPCONV_HISTORY: "history.sqlite" });
  try {
    await client.execute("6 * 7");
    await client.execute("hidden = 1;", { store_history: false });
    await client.execute("silent = 1;", { silent: true });
    process.kill(client.serverId, "SIGKILL");
    await client.exitCode();
    await client.startKernel({ SEPCONV_HISTORY: "history.sqlite" });
    const ask = (content: Record<string, unknown>) => client.ask("shell", "history_request", content);
    // as jupyter console does when it starts
    const console = { hist_access_type: "tail", n: 1000, raw: true, output: false };
    expect(await ask(console)).toEqual({ status: "ok", history: [[1, 1, "6 * 7"]] });
    await client.execute("const café = 1;");
    const range = { hist_access_type: "range", session: 0, start: 1, stop: 2, raw: true, output: false };
    expect(await ask(range)).toEqual({ status: "ok", history: [[2, 1, "const café = 1;"]] });
    const previous = { hist_access_type: "range", session: -1, start: 0, stop: null, raw: false, output: true };
    expect(await ask(previous)).toMatchObject({
      status: "ok",
      history: [[1, 1, ["6 * 7", expect.stringContaining("42")]]],
    });
    const search = { hist_access_type: "search", pattern: "const*", n: 5, unique: true, raw: true, output: false };
    expect(await ask(search)).toEqual({ status: "ok", history: [[2, 1, "const café = 1;"]] });
    expect(await ask({ hist_access_type: "all" })).toMatchObject({ status: "error", ename: "RangeError" });
    expect(await ask({ ...console, n: "many" })).toMatchObject({ status: "error", ename: "TypeError" });
  } finally {
    await client.stop();
  }
});
