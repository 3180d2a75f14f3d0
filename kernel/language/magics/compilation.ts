import MagicString from "magic-string";
import type { Program, Statement } from "oxc-parser";
import { RUNTIME } from "../../evaluator/runtime-name.ts";
import type { Diagnostic } from "../../source/diagnostic.ts";
import { parseCell } from "../parse.ts";
import type { MagicLine } from "./lines.ts";
import type { CellMagics, MagicAction } from "./magic.ts";

/** How a cell's code reaches a magic in the evaluator. */
export const call = (magic: string): string => `${RUNTIME}.magics.${magic}`;

/** A cell whose magics are being turned into TypeScript. */
export class Compilation {
  readonly source: string;
  readonly masked: string;
  readonly names: ReadonlySet<string>;
  readonly code: MagicString;
  readonly actions: MagicAction[] = [];
  readonly errors: Diagnostic[] = [];
  private parsed: Program | undefined;

  /** @param names  what earlier cells declared */
  constructor(source: string, masked: string, names: ReadonlySet<string>) {
    this.source = source;
    this.masked = masked;
    this.names = names;
    this.code = new MagicString(source);
  }

  get program(): Program {
    return (this.parsed ??= parseCell(this.masked).program);
  }

  refuse({ start, end }: Pick<MagicLine, "start" | "end">, message: string): void {
    this.errors.push({ message, start, end });
  }

  /** Puts TypeScript in the place of a magic that takes no code. */
  replace({ start, end }: MagicLine, typescript: string): void {
    this.code.overwrite(start, end, typescript);
  }

  /** Calls a magic with the pieces of its argument; expressions stay in their places. */
  callWith(magic: string, { start, end, pieces }: MagicLine): void {
    let at = start;
    let pending = `await ${call(magic)}(`;
    for (const [index, piece] of pieces.entries()) {
      if (typeof piece === "string") {
        pending += JSON.stringify(piece);
      } else {
        this.code.overwrite(at, piece.start, `${pending}(`);
        at = piece.end;
        pending = ")";
      }
      if (index < pieces.length - 1) pending += ", ";
    }
    // an expression's brace is still to come
    this.code.overwrite(at, end, `${pending});`);
  }

  /** The statements that begin in a stretch of the cell. */
  statementsIn(from: number, to: number): Statement[] {
    return this.program.body.filter(({ type, start }) => type !== "EmptyStatement" && start >= from && start < to);
  }

  result(): CellMagics {
    const { source, masked, code, actions, errors } = this;
    if (!code.hasChanged()) return { masked, code: source, actions, errors };
    return { masked, code: code.toString(), map: code.generateMap({ hires: "boundary" }).toString(), actions, errors };
  }
}
