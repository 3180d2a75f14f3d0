import { expect, test } from "vitest";
import { transpile } from "../../../kernel/source/transpile.ts";
import { openNotebook } from "./notebook.ts";

/** Logs what it decorates, and doubles what a field starts with. */
const LOG = `
  const log: string[] = [];
  function logged(value: any, context: DecoratorContext): any {
    log.push(context.kind + " " + String(context.name));
    if (context.kind === "field") return (start: number) => 2 * start;
    if (context.kind === "method") return function (this: unknown, ...all: unknown[]) { return [value.apply(this, all)] };
  }`;

test.each(["on", "off"] as const)("standard decorators work in cells, types %s", async (typecheck) => {
  const { run } = openNotebook({}, { typecheck });
  await run(LOG);
  const { value, traceback } = await run(
    "@logged class A { @logged m(n: number) { return n } @logged x = 4; @logged static accessor y = 1; @logged get z() { return 1 } }\nconst a = new A(); [a.m(1), a.x, A.y, A.name]",
  );
  expect([traceback, value]).toEqual(["", "[ [ 1 ], 8, 1, 'A' ]"]);
  // static elements come first, the class itself last
  expect((await run("log.join()")).value).toBe("'accessor y,method m,getter z,field x,class A'");
});

test("decorated classes of several cells do not disturb each other, nor the names of the user", async () => {
  const { run } = openNotebook();
  await run(LOG);
  await run("const _init = 'mine', __create = 'mine, too', _A_decorators = 1");
  await run("class A { @logged x = 1 }");
  await run("class B { @logged y = 10; @logged z = 100 }");
  expect((await run("[new A().x, new B().y, new B().z, _init, __create]")).value).toBe(
    "[ 2, 20, 200, 'mine', 'mine, too' ]",
  );
  await run("class A { @logged x = 5 }");
  expect((await run("[new A().x, new B().y, _A_decorators]")).value).toBe("[ 10, 20, 1 ]");
});

test("an imported file may use decorators, enums and namespaces together", async () => {
  const { run } = openNotebook({
    "shapes.ts":
      "export const names: string[] = [];\nfunction note(_: unknown, { name }: ClassDecoratorContext) { names.push(String(name)) }\nexport enum Size { S = 1 }\nexport namespace N { export const z = Size.S }\nexport default @note class Shape { constructor(public n: number) {} }\n",
  });
  const { value, traceback } = await run(
    "import Shape, { names, Size, N } from './shapes.ts'; [new Shape(3).n, names, Size.S, N.z]",
  );
  expect([traceback, value]).toEqual(["", "[ 3, [ 'Shape' ], 1, 1 ]"]);
});

test("an error in a decorated method shows the cell's own line", async () => {
  const { run } = openNotebook();
  await run(LOG);
  const { traceback, reply } = await run(
    "interface Gone {\n  a: 1;\n}\n@logged\nclass A {\n  @logged fail(): never {\n    throw new Error('here');\n  }\n}\nnew A().fail()",
  );
  expect(reply).toMatchObject({ evalue: "here", line: 7 });
  expect(traceback).toContain("> 7 |     throw new Error('here');\n    |           ^");
});

test("a decorator that throws, and one of a parameter, are told with their line", async () => {
  const { run } = openNotebook();
  expect((await run("\nclass A {\n  @(() => { throw new RangeError('no') }) m() {}\n}")).reply).toMatchObject({
    ename: "RangeError",
    line: 3,
  });
  expect((await run("\nclass A {\n  m(@Object a: 1) {}\n}")).reply).toMatchObject({ ename: "SyntaxError", line: 3 });
});

test("a class without decorators is not lowered, also where an @ stands in a comment or a string", () => {
  const { javascript } = transpile("cell.ts", "// @decorated accessor\nclass A { static { 'a@b' } #p = 1 }");
  expect(javascript).toContain("#p = 1");
  expect(javascript).not.toContain("__");
});
