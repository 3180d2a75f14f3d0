import { execFileSync } from "node:child_process";
import { onTestFinished } from "vitest";
import { importsOf } from "../../../../kernel/language/local-files.ts";
import { outline } from "../../../../kernel/language/outline.ts";
import { parseCell } from "../../../../kernel/language/parse.ts";
import { LanguageService } from "../../../../kernel/language/service/service.ts";
import { folderWith } from "../notebook.ts";

/** A language service for a folder that holds these files; a caret, ‸, in a code is where the cursor stands. */
export function openSession(files: Record<string, string> = {}, sub = ".") {
  const folder = folderWith(files);
  const outages: string[] = [];
  const service = new LanguageService(`${folder}/${sub}`, (reason) => outages.push(reason));
  onTestFinished(() => service.dispose());
  let cells = 0;

  const cellOf = (source: string) => {
    const { program, module } = parseCell(source);
    const number = ++cells;
    return {
      number,
      url: `cell:${number}`,
      source,
      declarations: outline(program, source),
      imports: importsOf(module),
    };
  };

  return {
    folder,
    service,
    outages,
    /** Checks a cell and keeps it when it is right; its errors as "code: message". */
    async check(source: string): Promise<string[]> {
      const cell = cellOf(source);
      const errors = await service.check(cell);
      if (errors.length > 0) service.discard(cell.number);
      else service.keep(cell);
      return errors.map(({ code, message }) => `${code}: ${message}`);
    },
    /** Keeps a cell as a notebook does whose types are not checked. */
    keep: (source: string) => service.keep(cellOf(source)),
    async complete(code: string) {
      const { matches, start, end } = await service.complete(code.replace("‸", ""), code.indexOf("‸"));
      return { matches, texts: matches.map(({ text }) => text), replaced: code.replace("‸", "").slice(start, end) };
    },
    inspect: (code: string, detail: 0 | 1 = 0) => service.inspect(code.replace("‸", ""), code.indexOf("‸"), detail),
  };
}

/** The language servers that this process has started. */
export function servers(): number[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  return table.split("\n").flatMap((line) => {
    const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === process.pid && command.includes("--lsp") ? [Number(pid)] : [];
  });
}
