import { escapeHtml, type Grid } from "../../grid.ts";

/** What a cell of a table of costs holds; null where nothing is known. */
export type Cell = string | number | null;

/** A table of costs that shows itself: aligned text, HTML and Markdown for readers, CSV and JSON for programs. */
export abstract class CostTable {
  /** The table as it is read: numbers with separators, units chosen. */
  protected abstract grid(): Grid;

  /** What the table leaves out. */
  protected abstract notes(): readonly string[];

  /** Every figure, unrounded, by the name of its column. */
  protected abstract records(): ReadonlyArray<Record<string, Cell>>;

  /** The table as text, columns aligned. */
  toString(): string {
    return [this.grid().toString(), ...this.notes()].join("\n");
  }

  toHtml(): string {
    const notes = this.notes()
      .map((note) => escapeHtml(note))
      .join("<br>");
    return this.grid().toHtml() + (notes && `<p>${notes}</p>`);
  }

  toMarkdown(): string {
    return [this.grid().toMarkdown(), ...this.notes()].join("\n\n");
  }

  /** The figures with a header, as RFC 4180 has it; what is not known is empty. */
  toCsv(): string {
    const records = this.records();
    const lines = [Object.keys(records[0] ?? {}), ...records.map((record) => Object.values(record))];
    return lines.map((line) => line.map((cell) => quoted(cell)).join(",")).join("\r\n");
  }

  /** The table as a notebook shows it. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return { "text/plain": this.toString(), "text/html": this.toHtml() };
  }
}

function quoted(cell: Cell): string {
  const text = `${cell ?? ""}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
