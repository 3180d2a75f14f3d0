const [LINES, COLUMNS] = [3, 3];
const range = (length) => Array.from({ length }, (_, i) => i);

/**
 * AssemblyScript source of a depthwise kernel of 3×3 neighbours: its nine weights stay in registers. Written out, as
 * WebAssembly has no macros. Each line of x that is read serves all the rows of the result that need it.
 */
export function threeByThree() {
  return `
import { clamp, multiplyAdd } from "./multiply-add";

/**
 * Rows of \`width\` bytes of a strip whose lines are \`down\` bytes apart, and whose second and third column lie \`second\` and
 * \`third\` bytes from the first; for the next row it goes on by \`step\` bytes. The last eight places of a row are computed by
 * themselves, whichever of them were before; where a row has less, what is written beyond it is the next row's to overwrite.
 */
export function threeByThree(strip: usize, down: usize, second: usize, third: usize, step: usize, weights: usize, to: usize, rows: i32, width: usize, bias: f32, low: f32, high: f32): void {
  ${range(LINES * COLUMNS)
    .map((tap) => `const w${tap} = v128.load32_splat(weights, ${4 * tap});`)
    .join("\n")}
  const ending: usize = width < 32 ? 0 : width - 32;
  let x0: v128, x1: v128, r = 0;
  if (step == down && width >= 32) {
    for (; r + 2 <= rows; r += 2, strip += step << 1, to += width << 1) {
      ${along(2)}
    }
  }
  for (; r < rows; r++, strip += step, to += width) {
    ${along(1)}
  }
}`;
}

/** Eight places at a time of so many rows of the result. */
function along(rows) {
  const each = (term) => range(rows).map(term).join(" ");
  const lines = range(rows - 1 + LINES).flatMap((line) => [
    ...range(COLUMNS).map((column) => {
      const place = ["line", "line + second", "line + third"][column];
      const seen = `x0 = v128.load(${place}); x1 = v128.load(${place}, 16);`;
      const sums = range(rows)
        .filter((row) => line >= row && line < row + LINES)
        .map((row) => {
          const weight = `w${(line - row) * COLUMNS + column}`;
          return `s${row}0 = multiplyAdd(${weight}, x0, s${row}0); s${row}1 = multiplyAdd(${weight}, x1, s${row}1);`;
        });
      return [seen, ...sums].join(" ");
    }),
    "line += down;",
  ]);
  const store = (row, half) =>
    `v128.store(at + width * ${row}, clamp(s${row}${half}, f32x4.splat(low), f32x4.splat(high)), ${16 * half});`;
  return `
  for (let x: usize = 0; ; x = min(x + 32, ending)) {
    const at = to + x;
    let line = strip + x;
    ${each((row) => `let s${row}0 = f32x4.splat(bias), s${row}1 = f32x4.splat(bias);`)}
    ${lines.join("\n")}
    ${each((row) => `${store(row, 0)} ${store(row, 1)}`)}
    if (x == ending) break;
  }`;
}
