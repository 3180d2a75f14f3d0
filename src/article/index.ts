export * as formula from "./formula.ts";
export { type Row, Table, table } from "./table.ts";
