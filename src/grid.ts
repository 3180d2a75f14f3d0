/** A table that prints itself as aligned text and as HTML. A row of one cell is a heading over the rows that follow it. */
export class Grid {
  readonly #header: readonly string[];
  readonly #rows: readonly (readonly string[])[];
  readonly #names: number;

  /** @param names  how many columns, from the left, hold names: those are aligned left, the others, numbers, right */
  constructor(header: readonly string[], rows: readonly (readonly string[])[], names: number) {
    this.#header = header;
    this.#rows = rows;
    this.#names = names;
  }

  toString(): string {
    const full = [this.#header, ...this.#rows].filter((row) => row.length > 1);
    const widths = this.#header.map((_, column) => Math.max(...full.map((row) => row[column]!.length)));
    const pad = (cell: string, column: number) =>
      column < this.#names ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!);
    const line = (row: readonly string[]) => row.map(pad).join("  ").trimEnd();
    return [this.#header, ...this.#rows].map((row) => (row.length > 1 ? line(row) : row[0])).join("\n");
  }

  /** As GitHub reads it. */
  toMarkdown(): string {
    const line = (row: readonly string[]) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
    const sides = this.#header.map((_, column) => (column < this.#names ? "---" : "---:"));
    const rows = this.#rows.map((row) => this.#header.map((_, column) => row[column] ?? ""));
    return [this.#header, sides, ...rows].map(line).join("\n");
  }

  toHtml(): string {
    const side = (column: number) => `style="text-align: ${column < this.#names ? "left" : "right"}"`;
    const cells = (tag: string, row: readonly string[]) =>
      row.map((cell, column) => `<${tag} ${side(column)}>${escapeHtml(cell)}</${tag}>`).join("");
    const heading = (text: string) => `<th colspan="${this.#header.length}" ${side(0)}>${escapeHtml(text)}</th>`;
    const body = this.#rows.map((row) => `<tr>${row.length > 1 ? cells("td", row) : heading(row[0]!)}</tr>`);
    return `<table><thead><tr>${cells("th", this.#header)}</tr></thead><tbody>${body.join("")}</tbody></table>`;
  }
}

/** Text as HTML shows it. */
export const escapeHtml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
