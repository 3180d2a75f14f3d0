export * from "./families.ts";
export { create, list, type Listed } from "./list.ts";
export type { Network } from "./network.ts";
export type { Paper, Published } from "./published.ts";
