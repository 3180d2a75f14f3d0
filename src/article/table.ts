import { fixed } from "../count/tables/fixed.ts";
import { Grid } from "../grid.ts";
import { type Claim, claims } from "./claims.ts";
import { counted, formula, measured, summarised } from "./sources.ts";

/** One number of the article, arrived at in three ways that share no code. */
export interface Row {
  section: string;
  quantity: string;
  claimed: string;
  formula: string;
  counted: string;
  measured: string;
  /** Whether all three are what the article claims, to the digits that it prints. */
  agrees: boolean;
}

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
    return this.#grid().toString();
  }

  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return { "text/html": this.#grid().toHtml(), "text/plain": this.toString() };
  }

  #grid(): Grid {
    const sections = [...new Set(this.rows.map(({ section }) => section))];
    const of = (section: string) => this.rows.filter((row) => row.section === section);
    const lines = sections.flatMap((section) => [[section], ...of(section).map(cells)]);
    return new Grid(["quantity", "claimed", "formula", "counted", "measured", "agrees"], lines, 1);
  }
}

const cells = ({ quantity, claimed, formula, counted, measured, agrees }: Row): string[] => {
  return [quantity, claimed, formula, counted, measured, agrees ? "✓" : "✗"];
};

/** Prints a value in the form of the claim, with as many decimals, rounded as Python does. */
function likeClaim(claimed: string, value: number | number[]): string {
  const decimals = /\.(\d+)/.exec(claimed)?.[1]?.length ?? 0;
  const print = (one: number) => (decimals === 0 ? String(one) : fixed(one, decimals));
  if (typeof value === "number") return print(value);
  const list = value.map(print).join(", ");
  return claimed.startsWith("[") ? `[${list}]` : list;
}

function reach({ section, quantity, claimed, by, ...other }: Claim): Row {
  const three = {
    formula: likeClaim(claimed, other.formula ?? by(formula)),
    counted: likeClaim(claimed, other.summarised ? summarised(other.summarised) : by(counted)),
    measured: likeClaim(claimed, by(measured)),
  };
  return { section, quantity, claimed, ...three, agrees: Object.values(three).every((text) => text === claimed) };
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
