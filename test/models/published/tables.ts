import { count } from "../../../src/count/index.ts";
import { create, list } from "../../../src/models/list.ts";
import { golden } from "../../golden/golden.ts";
import { countedExample, countedFields, countedRow, countedSaving, countedShares } from "./counted.ts";
import { EXAMPLES, SAVINGS } from "./layers.ts";
import { difference, grouped, table } from "./markdown.ts";
import { MOBILENET_V1, SHARES } from "./mobilenet-v1.ts";
import { NETWORKS } from "./networks.ts";
import { RECEPTIVE_FIELDS } from "./receptive-fields.ts";
import { valueOf, type Figure, type Row } from "./row.ts";
import { SHUFFLENET_V1 } from "./shufflenet-v1.ts";

/** The rows of the papers, by the name of the table in docs/counting.md. */
export const PUBLISHED = { "mobilenet-v1": MOBILENET_V1, "shufflenet-v1": SHUFFLENET_V1, networks: NETWORKS };

/** Every table in docs/counting.md as Markdown, figures from the counter. */
export function tables(): Record<string, string> {
  const rows = Object.entries(PUBLISHED).map(([name, rows]) => [name, publishedTable(rows)]);
  return {
    ...Object.fromEntries(rows),
    shares: shares(),
    layers: layers(),
    savings: savings(),
    "receptive-fields": fields(),
    models: models(),
  };
}

function publishedTable(rows: readonly Row[]): string {
  const header = ["table", "row", "MACs", "ours", "off by", "parameters", "ours", "off by"];
  const cells = rows.map((row) => {
    const counted = countedRow(row);
    return [row.where, row.name, ...figures(row.macs, counted.macs), ...figures(row.parameters, counted.parameters)];
  });
  return withNotes(table(header, 2, cells), rows);
}

function figures(figure: Figure | undefined, counted: number): string[] {
  if (!figure) return ["", "", ""];
  const [printed, , by] = figure;
  if (printed === null) return ["–", grouped(counted), ""];
  return [by === "below" ? `< ${printed}` : printed, grouped(counted), difference(counted, valueOf(printed).value)];
}

/** Rows with the same note share it. */
function withNotes(table: string, rows: ReadonlyArray<{ name: string; note?: string }>): string {
  const notes = Map.groupBy(
    rows.filter(({ note }) => note),
    ({ note }) => note!,
  );
  const lines = [...notes].map(([note, rows]) => `- ${rows.map(({ name }) => name).join(", ")}: ${note}`);
  return lines.length === 0 ? table : `${table}\n\n${lines.join("\n")}`;
}

function shares(): string {
  const counted = countedShares();
  const rows = SHARES.map(({ name, kind, macs, misprint, parameters }) => [
    name,
    `\`${kind}\``,
    `${misprint ?? macs}%`,
    `${counted.get(kind)!.macs.toFixed(2)}%`,
    `${parameters}%`,
    `${counted.get(kind)!.parameters.toFixed(2)}%`,
  ]);
  return table(["type", "kind here", "mult-adds", "ours", "parameters", "ours"], 2, rows);
}

function layers(): string {
  const rows = EXAMPLES.map((example) => {
    const { value, parameters } = countedExample(example);
    const { where, name, counts, printed } = example;
    const counted = counts === "torchinfo" ? "mult-adds" : counts;
    return [where, name, counted, grouped(printed), grouped(value), difference(value, printed), grouped(parameters)];
  });
  const header = ["source", "layer", "what is counted", "printed", "ours", "off by", "parameters"];
  return withNotes(table(header, 3, rows), EXAMPLES);
}

function savings(): string {
  const rows = SAVINGS.map((saving) => [
    saving.where,
    saving.name,
    saving.printed,
    `${(100 * countedSaving(saving)).toFixed(2)}%`,
  ]);
  return table(["section", "factorization", "saves", "ours"], 2, rows);
}

/** Of each network behind the last place. */
function fields(): string {
  const rows = RECEPTIVE_FIELDS.map((row) => {
    const [end, size] = Object.entries(row.sizes).at(-1)!;
    return [`\`${row.name}\``, `\`${row.model}\``, `\`${end}\``, `${size}`, countedFields(row)[end]!.join("×")];
  });
  return withNotes(table(["network", "here", "behind", "published", "ours"], 3, rows), RECEPTIVE_FIELDS);
}

interface Golden {
  counts: Array<{ name: string; published: Array<{ resolution: number; numParams: number; ops: number }> }>;
}

function models(): string {
  const { counts } = golden<Golden>("models");
  const rows = list().map(({ name, paper, year }) => {
    const network = create(name);
    const { parameters, macs } = count.module(network);
    const { numParams, ops, resolution } = counts.find((one) => one.name === name)?.published[0] ?? {};
    const size = resolution === undefined || resolution === network.inputShape[2] ? "" : ` at ${resolution}`;
    return [
      `\`${name}\``,
      `${year}`,
      paper.where,
      network.inputShape.join("×"),
      grouped(parameters),
      numParams === undefined ? "" : grouped(numParams),
      grouped(macs),
      ops === undefined ? "" : `${ops}${size}`,
    ];
  });
  const header = ["model", "year", "paper", "input", "parameters", "`num_params`", "MACs", "`_ops`, G"];
  return table(header, 4, rows);
}
