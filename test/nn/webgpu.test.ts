import { hasAdapter } from "../device/adapter.ts";
import { cases } from "./agreement.ts";
import { testModules } from "./webgpu-and-tensorflow.ts";

testModules("webgpu", hasAdapter, cases);
