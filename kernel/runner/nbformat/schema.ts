import { Ajv, type ErrorObject } from "ajv";
import draft4 from "./nbformat.v4.5.schema.json" with { type: "json" };

// Draft 4 and the draft that ajv speaks mean the same by every keyword that this schema uses.
const { $schema: _draft, ...schema } = draft4;
const ajv = new Ajv({ strict: false });
ajv.addSchema(schema, "notebook");

/**
 * The first place where a value is not a notebook of format 4.5, or undefined.
 * Cells and outputs are looked at by their own type, since "one of" says only that no type fits.
 */
export function schemaError(notebook: unknown): string | undefined {
  if (errorBy("notebook", notebook) === undefined) return undefined;
  const cells = (notebook as { cells?: unknown }).cells;
  for (const [index, cell] of Array.isArray(cells) ? cells.entries() : []) {
    const error = cellError(cell);
    if (error !== undefined) return `cell ${index + 1}: ${error}`;
  }
  return errorBy("notebook", notebook);
}

function cellError(cell: { cell_type?: string; outputs?: unknown }): string | undefined {
  if (!["code", "markdown", "raw"].includes(String(cell?.cell_type))) {
    return `expected cell_type code, markdown or raw, received ${JSON.stringify(cell?.cell_type)}`;
  }
  for (const [index, output] of Array.isArray(cell.outputs) ? cell.outputs.entries() : []) {
    const error = outputError(output);
    if (error !== undefined) return `output ${index + 1}: ${error}`;
  }
  return errorBy(`notebook#/definitions/${cell.cell_type}_cell`, cell);
}

function outputError(output: { output_type?: string }): string | undefined {
  const types = ["execute_result", "display_data", "stream", "error"];
  if (!types.includes(String(output?.output_type))) {
    return `expected output_type ${types.join(", ")}, received ${JSON.stringify(output?.output_type)}`;
  }
  return errorBy(`notebook#/definitions/${output.output_type}`, output);
}

function errorBy(key: string, value: unknown): string | undefined {
  const validate = ajv.getSchema(key);
  if (validate === undefined || validate(value) === true) return undefined;
  return describe(validate.errors![0]!);
}

function describe({ instancePath, message, params }: ErrorObject): string {
  const extra = "additionalProperty" in params ? ` (${JSON.stringify(params.additionalProperty)})` : "";
  return `${instancePath || "it"} ${message}${extra}`;
}
