import { started } from "./device/start.ts";

export * from "./sepconv.ts";

// Ops are synchronous and devices start asynchronously: once the import is done, the first op finds its device.
await started;
