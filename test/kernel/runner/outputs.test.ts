import { expect, test } from "vitest";
import type { Output, Reply } from "../../../kernel/language/interpreter.ts";
import { CellOutputs, type Displays } from "../../../kernel/runner/outputs.ts";
import { code } from "./sepconv.ts";

const stream = (name: "stdout" | "stderr", text: string): Output => ({ msg_type: "stream", content: { name, text } });
const clear = (wait: boolean): Output => ({ msg_type: "clear_output", content: { wait } });
const display = (
  text: string,
  id?: string,
  msg_type: "display_data" | "update_display_data" = "display_data",
): Output => ({
  msg_type,
  content: { data: { "text/plain": text }, metadata: {}, transient: id === undefined ? {} : { display_id: id } },
});

function collect(outputs: Output[], reply: Reply = { status: "ok" }, displays: Displays = new Map()) {
  const cell = { ...code(""), execution_count: 4 };
  const collected = new CellOutputs(cell, displays);
  for (const output of outputs) collected.add(output);
  collected.end(reply);
  return cell.outputs;
}

test("joins consecutive pieces of one stream and keeps their control characters", () => {
  const outputs = collect([
    stream("stdout", "1%\r"),
    stream("stdout", "2%\b\n"),
    stream("stderr", "e"),
    stream("stdout", "3"),
  ]);
  expect(outputs).toEqual([
    { output_type: "stream", name: "stdout", text: "1%\r2%\b\n" },
    { output_type: "stream", name: "stderr", text: "e" },
    { output_type: "stream", name: "stdout", text: "3" },
  ]);
});

test("clears at once, or when the next output comes", () => {
  expect(collect([stream("stdout", "a"), clear(false)])).toEqual([]);
  expect(collect([stream("stdout", "a"), clear(true)])).toMatchObject([{ text: "a" }]);
  expect(collect([stream("stdout", "a"), clear(true), stream("stdout", "b")])).toMatchObject([{ text: "b" }]);
  expect(collect([display("a"), clear(true), display("b"), display("c")])).toHaveLength(2);
});

test("updates every display of an id, in this cell and in earlier ones, and adds none", () => {
  const displays: Displays = new Map();
  const first = collect([display("a", "x"), display("b", "y"), display("c", "x")], { status: "ok" }, displays);
  expect(first.map((output) => "data" in output && output.data["text/plain"])).toEqual(["c", "b", "c"]);
  const second = collect([display("d", "x", "update_display_data")], { status: "ok" }, displays);
  expect(second).toEqual([]);
  expect(first.map((output) => "data" in output && output.data["text/plain"])).toEqual(["d", "b", "d"]);
});

test("ends with the result and its count, or with the error", () => {
  const data = { "text/plain": "1" };
  expect(collect([], { status: "ok", result: { data, metadata: {} } })).toEqual([
    { output_type: "execute_result", execution_count: 4, data, metadata: {} },
  ]);
  const error = { ename: "Error", evalue: "no", traceback: ["Error: no"] };
  expect(collect([], { status: "error", line: 1, ...error })).toEqual([{ output_type: "error", ...error }]);
});

test("keeps pages, which a file has no pager for, behind the result", () => {
  const [data, page] = [{ "text/plain": "1" }, { "text/plain": "const a: 1" }];
  const reply: Reply = {
    status: "ok",
    result: { data, metadata: {} },
    payload: [{ source: "page", data: page, start: 0 }],
  };
  expect(collect([], reply)).toMatchObject([{ data }, { output_type: "display_data", data: page, metadata: {} }]);
});

test("keeps of a widget what lasts without its kernel", () => {
  const widget = { "application/vnd.jupyter.widget-view+json": { model_id: "a" }, "text/html": "<i>4</i>" };
  const [output] = collect([{ msg_type: "display_data", content: { data: widget, metadata: {}, transient: {} } }]);
  expect(output).toMatchObject({ data: { "text/html": "<i>4</i>" } });
  expect(output).not.toHaveProperty(["data", "application/vnd.jupyter.widget-view+json"]);
});
