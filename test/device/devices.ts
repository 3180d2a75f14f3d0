import "./adapter.ts";
import { here } from "../../src/device/here.ts";

/** The names of the devices that are here, of SwiftShader's too. */
export const devices = here().map(({ name }) => name);
