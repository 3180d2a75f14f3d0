import type { Declaration, Expression, Statement } from "oxc-parser";
import { call, type Compilation } from "./compilation.ts";
import type { MagicLine } from "./lines.ts";
import { awaits } from "./nodes.ts";
import { timeitOptionsOf } from "./timeit-options.ts";

/** `%time STATEMENT`: names that the statement declares stay those of the notebook. */
export function time(line: MagicLine, compilation: Compilation): void {
  const { code } = compilation;
  const statements = codeOf(line, compilation, "%time STATEMENT");
  const [statement] = statements;
  if (!statement) return;
  if (statements.length > 1) {
    timeAll(line, statements, compilation);
    return;
  }
  if (statement.type === "ExpressionStatement") {
    const { expression } = statement;
    code.overwrite(line.start, expression.start, `await ${call("timeAwaited")}(${arrow(expression)}(`);
    code.appendLeft(expression.end, "))");
    return;
  }
  if (statement.type === "ImportDeclaration") {
    const instead = `%time await import(${statement.source.raw})`;
    compilation.refuse(line, `%time: an import takes effect before the rest of its cell; ${instead} times it`);
    return;
  }
  const declaration = declarationIn(statement);
  if (!declaration) {
    code.overwrite(line.start, statement.start, `{const __timer = ${call("startTimer")}(); try {`);
    code.appendLeft(statement.end, "} finally { __timer.stop(); }}");
    return;
  }
  const initialisers =
    declaration.type === "VariableDeclaration" ? declaration.declarations.flatMap(({ init }) => init ?? []) : [];
  if (initialisers.length === 0) {
    compilation.refuse(
      line,
      "%time: expected a statement that computes something, received a mere declaration; time its use",
    );
    return;
  }
  code.remove(line.start, statement.start);
  for (const init of initialisers) {
    const timed = awaits(init) ? `await ${call("timeAwaited")}` : call("time");
    code.prependRight(init.start, `${timed}(${arrow(init)}(`);
    code.appendLeft(init.end, "))");
  }
}

/** `%time a; b`: the value of the last is shown. */
function timeAll(line: MagicLine, statements: Statement[], compilation: Compilation): void {
  const { code } = compilation;
  if (statements.some(declarationIn)) {
    compilation.refuse(
      line,
      "%time: expected one declaration, or statements that declare nothing, received a declaration among others; %%time times a whole cell",
    );
    return;
  }
  const last = statements.at(-1)!;
  code.overwrite(line.start, line.argument, `await ${call("timeAwaited")}(${arrow(...statements)}{`);
  if (last.type === "ExpressionStatement") {
    code.appendLeft(last.expression.start, "return (");
    code.appendLeft(last.expression.end, ")");
  }
  code.appendLeft(last.end, "});");
}

/** `%timeit EXPRESSION`. */
export function timeit(line: MagicLine, compilation: Compilation): void {
  const { code } = compilation;
  const options = timeitOptions(line, compilation);
  if (options === undefined) return;
  const statements = codeOf({ ...line, argument: options.end }, compilation, "%timeit EXPRESSION");
  const [statement, ...others] = statements;
  if (!statement) return;
  if (statements.some(declarationIn)) {
    compilation.refuse(
      line,
      "%timeit: expected an expression, received a declaration, which would be made again and again; measure its right side",
    );
    return;
  }
  const begin = `await ${call("timeit")}(${options.json}, ${arrow(...statements)}`;
  if (statement.type === "ExpressionStatement" && others.length === 0) {
    code.overwrite(line.start, statement.expression.start, `${begin}(`);
    code.appendLeft(statement.expression.end, "))");
  } else {
    code.overwrite(line.start, statement.start, `${begin}{`);
    code.appendLeft(statements.at(-1)!.end, "});");
  }
}

/** `%%timeit`: the mask makes a block of the cell, the one that is measured. */
export function timeitCell(line: MagicLine, compilation: Compilation): void {
  const { code, source } = compilation;
  const options = timeitOptions(line, compilation);
  if (options === undefined) return;
  if (options.end < line.end) {
    compilation.refuse(
      line,
      "%%timeit: expected options only, since it measures the cell below; %timeit EXPRESSION measures an expression",
    );
    return;
  }
  const [block] = compilation.program.body;
  if (!block) return;
  code.overwrite(line.start, line.end, `await ${call("timeit")}(${options.json}, ${arrow(block)}{`);
  code.appendLeft(source.length, "\n});");
}

interface TimeitOptions {
  json: string;
  /** Where what is measured begins. */
  end: number;
}

function timeitOptions(line: MagicLine, compilation: Compilation): TimeitOptions | undefined {
  const { options, length } = timeitOptionsOf(compilation.source.slice(line.argument, line.end));
  const given: { loops?: number; runs?: number } = {};
  for (const { name, value } of options) {
    const key = name === "-n" ? "loops" : name === "-r" ? "runs" : undefined;
    if (key === undefined || !/^0*[1-9]\d*$/.test(value)) {
      const expected = key ? `${name} ${key.toUpperCase()} to be a whole number from 1` : "-n LOOPS or -r RUNS";
      compilation.refuse(line, `%timeit: expected ${expected}, received "${name} ${value}"; write for example -n 10`);
      return undefined;
    }
    given[key] = Number(value);
  }
  return { json: JSON.stringify(given), end: line.argument + length };
}

/** The statements that begin on a magic's line, the first right where its code begins. */
function codeOf(line: MagicLine, compilation: Compilation, usage: string): Statement[] {
  const statements = compilation.statementsIn(line.argument, line.end);
  if (statements[0]?.start === line.argument) return statements;
  compilation.refuse(line, `expected code after it on the line: ${usage}`);
  return [];
}

/** The declaration that a statement is, exported or not. */
function declarationIn(statement: Statement): Declaration | Statement | undefined {
  if (statement.type === "ExportNamedDeclaration" && statement.declaration) return statement.declaration;
  return statement.type.endsWith("Declaration") ? statement : undefined;
}

const arrow = (...bodies: (Statement | Expression)[]): string => (bodies.some(awaits) ? "async () => " : "() => ");
