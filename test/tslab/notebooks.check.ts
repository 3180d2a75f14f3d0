import { cpSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Message } from "../kernel/server/client.ts";
import { InstalledPackage, checkout, userEnvironment } from "../package/installed.ts";
import { withTslab } from "./with-tslab.ts";

const TSLAB = "tslab@1.0.22";
const FIGURE = "application/vnd.plotly.v1+json";
const notebooks = readdirSync(join(checkout, "notebooks")).filter((name) => name.endsWith(".ipynb"));

const installed = new InstalledPackage();
beforeAll(() => {
  installed.install(TSLAB);
  cpSync(join(checkout, "notebooks"), join(installed.folder, "notebooks"), { recursive: true });
});
afterAll(() => installed.remove());

/** What `tslab install` writes into its kernelspec, with the path of the installed tslab. */
const tslab = join(installed.folder, "node_modules/.bin/tslab");
const argv = [tslab, "kernel", "--config-path", "{connection_file}"];

test.each(notebooks)("stock tslab runs every cell of %s and shows its figures", async (name) => {
  const folder = join(installed.folder, "notebooks");
  await withTslab(argv, folder, userEnvironment, async (kernel) => {
    for (const { code, hasFigure } of codeCells(join(folder, name))) {
      const { reply, output } = await kernel.execute(code);
      expect({ code, status: reply.status, stderr: stderr(output), hasFigure: output.some(isFigure) }).toEqual({
        code,
        status: "ok",
        stderr: "",
        hasFigure,
      });
    }
  });
});

/** What a cell wrote to stderr: the only place where tslab tells an error and its reason. */
function stderr(output: Message[]): string {
  const streams = output.filter(({ msg_type, content }) => msg_type === "stream" && content.name === "stderr");
  return streams.map(({ content }) => content.text).join("");
}

const isFigure = ({ msg_type, content }: Message) => msg_type === "display_data" && FIGURE in Object(content.data);

interface Cell {
  cell_type: string;
  source: string | string[];
  outputs: { data?: Record<string, unknown> }[];
}

function codeCells(path: string): { code: string; hasFigure: boolean }[] {
  const { cells } = JSON.parse(readFileSync(path, "utf8")) as { cells: Cell[] };
  return cells
    .filter(({ cell_type }) => cell_type === "code")
    .map(({ source, outputs }) => ({
      code: [source].flat().join(""),
      hasFigure: outputs.some(({ data }) => FIGURE in Object(data)),
    }));
}
