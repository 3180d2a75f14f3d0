import type { MimeBundle } from "../../evaluator/protocol.ts";
import type { Diagnostic } from "../../source/diagnostic.ts";

/** A cell whose magics have been read. Without magics both texts are the cell's own. */
export interface CellMagics {
  /** What the parser, the type checker and completion see: every offset and line is the cell's own. */
  masked: string;
  /** The TypeScript that runs. */
  code: string;
  /** Leads from that back to the cell; the last of Script.maps. */
  map?: string;
  /** What the interpreter does itself, before it checks and runs the cell, in this order. */
  actions: MagicAction[];
  /** Magics that do not exist or are used wrongly: the cell does not run. */
  errors: Diagnostic[];
}

export type MagicAction =
  /** Forget all variables. */
  | { kind: "reset" }
  /** Check types so from this cell on; without a mode, tell the current one. */
  | { kind: "typecheck"; mode?: "on" | "off" | "warn" }
  /** Run this first, then look again for packages and their types: imports of the same cell already need them. */
  | { kind: "install"; javascript: string }
  /** Reply with a page that shows what `inspect` says of the name at the end of the code. */
  | { kind: "inspect"; code: string; detail: 0 | 1 }
  /** Reply with a page that shows this. */
  | { kind: "page"; data: MimeBundle };
