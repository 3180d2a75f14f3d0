import type { Node } from "oxc-parser";
import { parseCell } from "../parse.ts";
import { blanks } from "./mask.ts";
import { isKnown } from "./names.ts";
import { childrenOf } from "./nodes.ts";

/** A piece of a magic's argument: text, or the place of an expression of the cell's. */
export type Piece = string | { start: number; end: number };

/**
 * Cuts an argument at its `{expression}`s. Braces belong to the shell (`${x}`, `{a,b}`, awk's program) unless what they hold is one
 * expression that names a variable; doubled braces stand for themselves.
 */
export function piecesOf(source: string, start: number, end: number, names: ReadonlySet<string>): Piece[] {
  const pieces: Piece[] = [];
  let text = "";
  for (let at = start; at < end; at++) {
    const doubled = source.startsWith("{{", at);
    const open = doubled ? at + 1 : at;
    const close = source[at] === "{" && source[at - 1] !== "$" ? closeOf(source, open, end, names) : undefined;
    if (close === undefined) {
      text += source[at];
    } else if (doubled) {
      text += source.slice(open, close + 1);
      at = close + 1;
    } else {
      pieces.push(text, { start: open + 1, end: close });
      text = "";
      at = close;
    }
  }
  return [...pieces, text].filter((piece) => piece !== "");
}

/** The argument as TypeScript that has its expressions in their places, in one array: `ls {a} {b}` is ` [a   ,b]`. */
export function maskOf(source: string, start: number, end: number, pieces: Piece[]): string {
  const expressions = pieces.filter((piece) => typeof piece === "object");
  let masked = "";
  for (const [index, { start: from, end: to }] of expressions.entries()) {
    const before = blanks(source.slice(start + masked.length, from - 1));
    masked += `${before}${index === 0 ? "[" : " "}${source.slice(from, to)}${index === expressions.length - 1 ? "]" : ","}`;
  }
  return masked + blanks(source.slice(start + masked.length, end));
}

function closeOf(source: string, open: number, end: number, names: ReadonlySet<string>): number | undefined {
  for (let close = source.indexOf("}", open); close !== -1 && close < end; close = source.indexOf("}", close + 1)) {
    const expression = expressionIn(source.slice(open + 1, close));
    if (expression) return namesVariable(expression, names) ? close : undefined;
  }
  return undefined;
}

function expressionIn(text: string): Node | undefined {
  const { program, errors } = parseCell(`(${text}\n)`);
  const [statement, ...others] = program.body;
  if (errors.length > 0 || others.length > 0 || statement?.type !== "ExpressionStatement") return undefined;
  const { expression } = statement;
  if (expression.type !== "ParenthesizedExpression" || expression.end !== statement.end) return undefined;
  return expression.expression.type === "SequenceExpression" ? undefined : expression.expression;
}

function namesVariable(node: Node, names: ReadonlySet<string>): boolean {
  if (node.type === "Identifier") return isKnown(node.name, names);
  if (node.type === "MemberExpression" && !node.computed) return namesVariable(node.object, names);
  return childrenOf(node).some((child) => namesVariable(child, names));
}
