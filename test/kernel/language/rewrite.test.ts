import { globSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { Script } from "node:vm";
import { expect, test } from "vitest";
import { rewrite } from "../../../kernel/language/rewrite.ts";
import { transpile } from "../../../kernel/source/transpile.ts";

test("every source of this project, taken as a cell, becomes a script that V8 accepts", () => {
  const files = globSync("{src,kernel,test/kernel}/**/*.ts");
  const refused: string[] = [];
  for (const file of files) {
    const { javascript, errors } = transpile("cell.ts", readFileSync(file, "utf8"));
    refused.push(...errors.map(({ message }) => `${file}: ${message}`));
    const script = rewrite(1, javascript, new Map([["expect", "let"]])).javascript;
    try {
      // REPL mode allows await at the top of a script, as the body of an async function does
      expect(new Script(`async () => {${script}\n}`)).toBeInstanceOf(Script);
    } catch (error) {
      refused.push(`${file}: ${String(error)}`);
    }
  }
  expect(files.length).toBeGreaterThan(50);
  expect(refused).toEqual([]);
});

test("every name in a rewritten cell leads back to that name in the source", () => {
  const source = readFileSync("kernel/language/rewrite.ts", "utf8");
  const transpiled = transpile("cell.ts", source);
  const { javascript, map } = rewrite(1, transpiled.javascript, new Map());
  const maps = [map, transpiled.map].map((one) => new SourceMap(JSON.parse(one)));
  const lines = source.split("\n");
  let seen = 0;
  for (const [row, line] of javascript.split("\n").entries()) {
    if (/^\s*(?:\/\/|\/?\*)/.test(line)) continue;
    for (const { index, 0: name } of line.matchAll(
      /(?<!let )\b(?:statement|declaration|hoistedVars|showLastExpression|importing)\b/g,
    )) {
      let [at, column] = [row, index];
      for (const one of maps) {
        const entry = one.findEntry(at, column);
        if (!("originalLine" in entry)) throw new Error(`${name} at ${row}:${index} leads nowhere`);
        [at, column] = [entry.originalLine, entry.originalColumn];
      }
      expect(lines[at]?.slice(column)).toMatch(new RegExp(`^${name}`));
      seen++;
    }
  }
  expect(seen).toBeGreaterThan(50);
});
