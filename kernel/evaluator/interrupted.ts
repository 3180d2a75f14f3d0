import { paint } from "../source/code-frame.ts";
import type { Reply } from "./protocol.ts";

const MESSAGE = "the cell was interrupted; variables keep their values";

/** What an interrupted cell ends with. */
export class Interrupted extends Error {
  override name = "Interrupted";
  override stack = "";

  constructor() {
    super(MESSAGE);
  }
}

/** The reply of an interrupted cell. */
export const interruptedReply = (evalue: string = MESSAGE): Reply => ({
  status: "error",
  ename: "Interrupted",
  evalue,
  traceback: [`${paint("red", "Interrupted")}: ${evalue}`],
});
