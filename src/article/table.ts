import { type Claim, claims } from "./claims.ts";
import { counted, formula, measured, summarised } from "./sources.ts";

type Value = number | number[];

/** One number of the article, arrived at in three ways that share no code. */
export interface Row {
  section: string;
  quantity: string;
  claimed: string;
  formula: Value;
  counted: Value;
  measured: Value;
  /** Whether all three are the claimed number, to the digits that the article prints. */
  agrees: boolean;
}

const COLUMNS = ["section", "quantity", "claimed", "formula", "counted", "measured", "agrees"] as const;

/** The article's numbers beside ours; prints itself as text, and as a table in a notebook. */
export class Table {
  readonly rows: readonly Row[];

  constructor(rows: readonly Row[]) {
    this.rows = rows;
  }

  /** The rows in which something differs from the article. */
  get differing(): Row[] {
    return this.rows.filter((row) => !row.agrees);
  }

  toString(): string {
    const lines = [[...COLUMNS], ...this.rows.map(cells)];
    const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
    return lines
      .map((line) =>
        line
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join("  ")
          .trimEnd(),
      )
      .join("\n");
  }

  [Symbol.for("Jupyter.display")]() {
    const tr = (tag: string) => (line: string[]) =>
      `<tr>${line.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
    const head = `<thead>${tr("th")([...COLUMNS])}</thead>`;
    const body = `<tbody>${this.rows.map((row) => tr("td")(cells(row))).join("")}</tbody>`;
    return { "text/html": `<table>${head}${body}</table>`, "text/plain": this.toString() };
  }
}

const cells = (row: Row): string[] =>
  COLUMNS.map((column) => {
    const value = row[column];
    return typeof value === "boolean" ? (value ? "✓" : "✗") : typeof value === "string" ? value : show(value);
  });

const show = (value: Value): string =>
  typeof value === "number" ? String(Number(value.toFixed(4))) : `[${value.map(show).join(", ")}]`;

/** Whether the values round to the claimed ones: half a unit of the last printed digit is allowed, since Python rounds halves to even. */
function agrees(claimed: string, value: Value): boolean {
  const printed = claimed.match(/-?\d+(\.\d+)?/g) ?? [];
  const values = [value].flat();
  return (
    printed.length === values.length &&
    printed.every((text, index) => {
      const decimals = text.split(".")[1]?.length ?? 0;
      const slack = decimals === 0 ? 0 : 0.5 * 10 ** -decimals + Number.EPSILON;
      return Math.abs(Number(text) - values[index]!) <= slack;
    })
  );
}

function reach(claim: Claim): Row {
  const { section, quantity, claimed, by } = claim;
  const three = {
    formula: claim.formula ?? by(formula),
    counted: claim.summarised ? summarised(claim.summarised) : by(counted),
    measured: by(measured),
  };
  return {
    section,
    quantity,
    claimed,
    ...three,
    agrees: Object.values(three).every((value) => agrees(claimed, value)),
  };
}

/**
 * Every number of the article: what it claims, what the closed formula gives, what the counting helper gives, and what a naive
 * loop counted while it multiplied. Parameters are measured as the multiplications per output position, since each weight is
 * used once at each.
 *
 * @returns  29 rows; `differing` holds those where a number is not the article's
 * @example
 * const numbers = await article.table();
 * console.log(String(numbers));
 */
export async function table(): Promise<Table> {
  return new Table(claims.map(reach));
}
