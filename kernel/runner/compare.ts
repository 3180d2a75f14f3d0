import { stripVTControlCharacters } from "node:util";
import { hasTag, type CellOutput, type CodeCell, type MimeBundle, type Notebook } from "./nbformat/notebook.ts";
import { alike, alikeText } from "./tolerance.ts";

/**
 * Tells how the outputs of a fresh run differ from those before: the first cell and line; undefined when they agree.
 * Text must be the same but for its numbers, which may differ within the tolerance; cells tagged `timing` or `device`
 * show what only this machine has, and are left out.
 */
export function firstDifference(path: string, before: Notebook, fresh: Notebook): string | undefined {
  const now = plain(fresh);
  for (const [index, cell] of plain(before).cells.entries()) {
    const again = now.cells[index];
    if (cell.cell_type !== "code" || again?.cell_type !== "code") continue;
    if (hasTag(cell, "timing") || hasTag(cell, "device")) continue;
    const difference = outputDifference(cell, again);
    if (difference !== undefined)
      return `${path}: the outputs of cell ${index + 1} (id ${cell.id}) differ from a fresh run's: ${difference}`;
  }
  return undefined;
}

/** A copy whose numbers are all JavaScript's. */
export const plain = <Json>(value: Json): Json => JSON.parse(JSON.stringify(value)) as Json;

function outputDifference(before: CodeCell, fresh: CodeCell): string | undefined {
  const count = Math.max(before.outputs.length, fresh.outputs.length);
  for (let index = 0; index < count; index++) {
    const [old, now] = [before.outputs[index], fresh.outputs[index]].map(parts);
    const key = [...new Set([...Object.keys(old!), ...Object.keys(now!)])].find((key) => !alike(old![key], now![key]));
    if (key !== undefined) return `output ${index + 1}, ${key}\n${lineDifference(old![key], now![key])}`;
  }
  return undefined;
}

/** What of an output is compared, by what it is called. */
function parts(output: CellOutput | undefined): MimeBundle {
  if (output === undefined) return {};
  switch (output.output_type) {
    case "stream":
      return { [output.name]: output.text };
    case "error":
      return { error: `${output.ename}: ${output.evalue}` };
    default:
      return withoutStill(output.data);
  }
}

/** The picture beside a figure depends on the browser that drew it; the figure is compared. */
function withoutStill(data: MimeBundle): MimeBundle {
  const { "image/png": _still, ...rest } = data;
  return "application/vnd.plotly.v1+json" in data ? rest : data;
}

function lineDifference(before: unknown, fresh: unknown): string {
  const [old, now] = [before, fresh].map((value) =>
    typeof value === "string" ? value.split("\n") : (JSON.stringify(value, null, 1)?.split("\n") ?? ["(nothing)"]),
  );
  const line = old!.findIndex((text, index) => !alikeText(text, now![index] ?? ""));
  const at = line < 0 ? old!.length : line;
  const shown = (lines: string[]) => stripVTControlCharacters(lines[at] ?? "(ends here)").slice(0, 200);
  return `  line ${at + 1}\n  - ${shown(old!)}\n  + ${shown(now!)}`;
}
