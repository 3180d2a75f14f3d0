import { isInstalled } from "../device/tensorflow.ts";
import { blocks, cases } from "./agreement.ts";
import { testModules } from "./webgpu-and-tensorflow.ts";

testModules("tensorflow", isInstalled, [...cases, ...blocks]);
