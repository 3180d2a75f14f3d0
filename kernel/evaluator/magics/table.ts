import { escape } from "../../escape.ts";

/** A table as text and as HTML. Columns of numbers go to the right. */
export interface Table {
  columns: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}

export function tableText({ columns, rows }: Table): string {
  const cells = [columns, ...rows].map((row) => row.map(written));
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, index) =>
        isNumeric(rows, index) ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
  return [lines[0], widths.map((width) => "─".repeat(width)).join("  "), ...lines.slice(1)].join("\n");
}

export function tableHtml({ columns, rows }: Table): string {
  const row = (tag: "th" | "td", cells: readonly (string | number)[]) =>
    `<tr>${cells.map((cell, index) => `<${tag} style="text-align: ${isNumeric(rows, index) ? "right" : "left"}">${escape(written(cell))}</${tag}>`).join("")}</tr>`;
  return `<table><thead>${row("th", columns)}</thead><tbody>${rows.map((cells) => row("td", cells)).join("")}</tbody></table>`;
}

const written = (cell: string | number): string => (typeof cell === "number" ? cell.toLocaleString("en") : cell);

const isNumeric = (rows: Table["rows"], index: number): boolean =>
  rows.length > 0 && rows.every((row) => typeof row[index] === "number");
