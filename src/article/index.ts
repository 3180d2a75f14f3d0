export * as formula from "./formula.ts";
export { type Row, type Table, table } from "./table.ts";
