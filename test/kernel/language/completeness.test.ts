import { expect, test } from "vitest";
import { isComplete } from "../../../kernel/language/completeness.ts";

test.each([
  "",
  "  ",
  "1",
  "a\n",
  "// comment",
  "`a${b}`",
  "function f() {}",
  "interface A { a: number }",
  "'{'",
  "/[/]/",
  "await 1",
])("%j is complete", (code) => expect(isComplete(code)).toEqual({ status: "complete" }));

test.each([
  ["foo(", "  "],
  ["if (a) {", "  "],
  ["class A {\n  m() {", "    "],
  ["const f = (a: number) => {\n", "  "],
  ["x = {\n  a: 1,", "  "],
  ["x = [1,", ""],
  ["let a = ", ""],
  ["a +", ""],
  ["a.", ""],
  ["x ? 1 :", ""],
  ["if (x)", ""],
  ["`abc", ""],
  ["`abc ${", "  "],
  ["let s = `x\ny", ""],
  ["'中' + `", ""],
  ["f() /* open", ""],
  ["try {}", ""],
  ["import { a } from", ""],
  ["interface A {", "  "],
  ["async () =>", ""],
])("%j waits for more, indented by %j", (code, indent) =>
  expect(isComplete(code)).toEqual({ status: "incomplete", indent }),
);

test.each([
  "}",
  "foo)",
  "f(}",
  "let 5 = 3",
  "'abc",
  "=> 5",
  "else",
  "const x: = 5",
  "foo(1\nbar",
  "let a = 1; let a = 2",
])("%j cannot be mended by what follows", (code) => expect(isComplete(code)).toEqual({ status: "invalid" }));
