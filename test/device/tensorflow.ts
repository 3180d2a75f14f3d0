import { tensorflow } from "../../src/device/here.ts";

/** Whether useDevice("tensorflow") can be tested here: `npx sepconv device install tensorflow` has been run. */
export const isInstalled = "start" in tensorflow;
