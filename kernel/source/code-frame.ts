import { styleText } from "node:util";

const AROUND = 2;

/** Paints for a notebook, which shows colours though no terminal is attached; not in grey, which dark themes show as black. */
export const paint = (format: Parameters<typeof styleText>[0], text: string): string =>
  styleText(format, text, { validateStream: false });

/** The lines around a position, the one in question marked and a caret below its column (both 1-based). */
export function codeFrame(source: string, line: number, column: number, length = 1): string[] {
  const lines = source.split(/\r?\n/);
  const first = Math.max(1, line - AROUND);
  const last = Math.min(lines.length, line + AROUND);
  const width = String(last).length;
  const frame: string[] = [];
  for (let number = first; number <= last; number++) {
    const text = lines[number - 1] ?? "";
    const gutter = `${String(number).padStart(width)} | `;
    if (number !== line) {
      frame.push(paint("dim", `  ${gutter}`) + text);
      continue;
    }
    // tabs before the caret keep it below its column
    const indent = text.slice(0, column - 1).replaceAll(/[^\t]/g, " ");
    const carets = "^".repeat(Math.max(1, Math.min(length, text.length - column + 1)));
    frame.push(paint("red", `> ${gutter}`) + text);
    frame.push(paint("dim", `  ${" ".repeat(width)} | `) + indent + paint("red", carets));
  }
  return frame;
}
