import { outline } from "../outline.ts";
import { magicNamed } from "./catalogue.ts";
import { call, type Compilation } from "./compilation.ts";
import { helpOf, helpPage } from "./help.ts";
import type { MagicLine } from "./lines.ts";
import { blanks } from "./mask.ts";
import { suggestionFor } from "./suggestion.ts";
import { time, timeit } from "./timing.ts";

/** Puts what runs in the place of a magic, or leaves it to the interpreter. */
export function compile(line: MagicLine, compilation: Compilation): void {
  const { kind, name, start, end } = line;
  const { actions, source } = compilation;
  const argument = source.slice(line.argument, end);
  if (kind === "shell") compilation.callWith("shell", line);
  else if (kind === "inspect") inspect(line, compilation);
  else if (kind === "cell") compilation.replace(line, `${call("timeCell")}();`);
  else if (name === "time") time(line, compilation);
  else if (name === "timeit") timeit(line, compilation);
  else if (name === "who" && argument !== "")
    compilation.refuse(
      line,
      `%who: expected nothing after it, received "${argument}"; %who lists all variables, name? explains one`,
    );
  else if (name === "who") compilation.replace(line, `await ${call("who")}([${variables(compilation)}]);`);
  else if (name === "cd" || name === "env") compilation.callWith(name, line);
  else if (name === "help") help(line, argument, compilation);
  else {
    compilation.replace(line, ";");
    if (name === "install") install(line, argument, compilation);
    else if (name === "typecheck") typecheck(line, argument, compilation);
    else if (/\S/.test(compilation.masked.slice(0, start).replaceAll(";", ""))) {
      compilation.refuse(
        line,
        "%reset: expected it to be the first line of its cell, since it forgets what runs before it",
      );
    } else actions.push({ kind: "reset" });
  }
}

/** Names with their values; one that has none, as a type, throws when it is asked for. */
function variables({ program, masked, names, actions }: Compilation): string {
  const earlier = actions.some(({ kind }) => kind === "reset") ? [] : names;
  const all = new Set([...earlier, ...outline(program, masked).map(({ name }) => name)]);
  return [...all].map((name) => `[${JSON.stringify(name)}, () => ${name}]`).join(", ");
}

function inspect(line: MagicLine, compilation: Compilation): void {
  const { name, start, end } = line;
  const { actions, masked, source } = compilation;
  compilation.replace(line, ";");
  if (!name.startsWith("%")) {
    const detail = source.slice(start, end).includes("??") ? 1 : 0;
    actions.push({ kind: "inspect", code: masked.slice(0, start) + name, detail });
    return;
  }
  const magic = magicNamed(name.replace(/^%+/, ""));
  if (magic) actions.push({ kind: "page", data: helpPage(magic) });
  else compilation.refuse(line, `there is no magic ${name}: ${suggestionFor(name.replace(/^%+/, ""), "line")}`);
}

function help(line: MagicLine, argument: string, compilation: Compilation): void {
  const magic = magicNamed(argument.replace(/^%+/, ""));
  if (argument && !magic) {
    compilation.refuse(
      line,
      `%help: there is no magic ${argument}: ${suggestionFor(argument.replace(/^%+/, ""), "line")}`,
    );
    return;
  }
  compilation.replace(line, `await ${call("show")}(${JSON.stringify(magic ? helpPage(magic) : helpOf())});`);
}

function install(line: MagicLine, argument: string, compilation: Compilation): void {
  if (argument === "") compilation.refuse(line, "%install: expected the name of a package: %install PACKAGE");
  else {
    const javascript = `${blanks(compilation.source.slice(0, line.start))}await ${call("install")}(${JSON.stringify(argument)})`;
    compilation.actions.push({ kind: "install", javascript });
  }
}

function typecheck(line: MagicLine, argument: string, compilation: Compilation): void {
  if (argument === "on" || argument === "off" || argument === "warn") {
    compilation.actions.push({ kind: "typecheck", mode: argument });
  } else if (argument === "") compilation.actions.push({ kind: "typecheck" });
  else compilation.refuse(line, `%typecheck: expected on, warn or off, received "${argument}"`);
}
