import { types } from "node:util";
import { errorReply } from "../traceback.ts";
import type { Renderer } from "./renderer.ts";

/** An error that was not thrown looks as one that was. */
export const error: Renderer = (value) =>
  types.isNativeError(value) ? { "text/plain": errorReply(value, "").traceback.join("\n") } : undefined;
