const range = (length) => Array.from({ length }, (_, i) => i);
const COLUMNS = ["left", "middle", "right"];
const [FIRST, SECOND, THIRD] = [0, 3, 6];

/**
 * AssemblyScript source of depthwise kernels of 3×3 neighbours, eight places at a time: the nine weights stay in registers.
 * Written out, as WebAssembly has no macros.
 */
export const threeByThree = () => `
import { clamp, multiplyAdd } from "./multiply-add";
import { lineAt, Window } from "./window";

${down("downMiddle", {})}

/** The same where places meet the edges of x: masks say what is seen of the first column, and of the third. */
${down("downEdge", { left: "first", right: "last" })}

/** \`rows\` rows of \`width\` bytes of what a window sees, from row \`row\` on. The last eight places of a row are computed by themselves. */
export function across(window: Window, row: i32, weights: usize, to: usize, rows: i32, width: usize, bias: f32, low: f32, high: f32): void {
  ${weights}
  const ending: usize = width < 32 ? 0 : width - 32, second = window.second, third = window.third;
  for (let r = 0; r < rows; r++, to += width) {
    const top = window.above + (row + r) * window.step;
    const line0 = lineAt(window, top), line1 = lineAt(window, top + window.next), line2 = lineAt(window, top + 2 * window.next);
    for (let x: usize = 0; ; x = min(x + 32, ending)) {
      let s0 = f32x4.splat(bias), s1 = f32x4.splat(bias);
      ${[FIRST, SECOND, THIRD].map((tap, i) => `{ ${see(`line${i} + x`, {})} ${sum("s", "s", tap)} }`).join("\n")}
      ${keep("s", "to + x")}
      if (x == ending) break;
    }
  }
}

/**
 * A row of \`places\` places where channels are the last axis, of eight channels: from three lines of x on, of which those beyond
 * the edge are \`zeros\` and have a step of 0. Weights are \`next\` bytes apart.
 */
export function eightChannels(x0: usize, x1: usize, x2: usize, step0: usize, step1: usize, step2: usize, zeros: usize, left: i32, width: i32, weights: usize, next: usize, to: usize, step: usize, places: i32, bias: usize, low: f32, high: f32): void {
  ${range(9)
    .map(
      (tap) =>
        `const at${tap} = weights + ${tap} * next, w${tap}0 = v128.load(at${tap}), w${tap}1 = v128.load(at${tap}, 16);`,
    )
    .join("\n")}
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), b0 = a0, b1 = a1;
  for (let place = -2, column = -left; place < places; place++, column++, x0 += step0, x1 += step1, x2 += step2) {
    const isSeen = <u32>column < <u32>width;
    const from0 = isSeen ? x0 : zeros, from1 = isSeen ? x1 : zeros, from2 = isSeen ? x2 : zeros;
    ${range(3)
      .map((line) => `const line${line}0 = v128.load(from${line}), line${line}1 = v128.load(from${line}, 16);`)
      .join("\n")}
    let y0 = a0, y1 = a1;
    ${column("y", "a", 2)}
    ${column("a", "b", 1)}
    b0 = f32x4.splat(0); b1 = f32x4.splat(0);
    ${column("b", "b", 0)}
    if (place >= 0) {
      y0 = f32x4.add(y0, v128.load(bias)); y1 = f32x4.add(y1, v128.load(bias, 16));
      ${keep("y", "to")}
      to += step;
    }
  }
}`;

const column = (to, from, tap) =>
  range(3)
    .flatMap((line) =>
      [0, 1].map(
        (half) =>
          `${to}${half} = multiplyAdd(w${tap + 3 * line}${half}, line${line}${half}, ${line === 0 ? from : to}${half});`,
      ),
    )
    .join(" ");

const weights = range(9)
  .map((tap) => `const w${tap} = v128.load32_splat(weights, ${4 * tap});`)
  .join(" ");

/** Eight columns, line by line: each line serves three rows of the result, of which two are under way. */
function down(name, masks) {
  const parameters = Object.values(masks).map((mask) => `${mask}: usize, `);
  return `
/** Eight places of \`rows\` rows, which are \`width\` bytes apart, from byte \`x\` of the lines and row \`row\` of the result on. */
export function ${name}(window: Window, row: i32, weights: usize, to: usize, rows: i32, width: usize, x: usize, ${parameters.join("")}bias: f32, low: f32, high: f32): void {
  ${weights}
  const zeros = window.zeros + x, pitch = window.pitch, height = <u32>window.height, second = window.second, third = window.third;
  let line = window.above + row;
  let at = window.lines + x + pitch * <usize>line;
  let a0 = f32x4.splat(bias), a1 = f32x4.splat(bias), b0 = a0, b1 = a1;
  for (let r = -2; r < rows; r++, line++, at += pitch) {
    const from = <u32>line < height ? at : zeros;
    ${see("from", masks)}
    let y0 = f32x4.splat(bias), y1 = f32x4.splat(bias);
    ${sum("y", "a", THIRD)}
    ${sum("a", "b", SECOND)}
    b0 = f32x4.splat(bias); b1 = f32x4.splat(bias);
    ${sum("b", "b", FIRST)}
    if (r >= 0) {
      ${keep("y", "to")}
      to += width;
    }
  }
}`;
}

/** What a line holds of each column. */
function see(line, masks) {
  const places = [line, `${line} + second`, `${line} + third`];
  return COLUMNS.flatMap((column, i) =>
    [0, 1].map((half) => {
      const load = (from) => `v128.load(${from}, ${16 * half})`;
      const { [column]: mask } = masks;
      return `const ${column}${half} = ${mask ? `v128.and(${load(places[i])}, ${load(mask)})` : load(places[i])};`;
    }),
  ).join(" ");
}

/** Adds a line's products with three taps. */
const sum = (to, from, tap) =>
  COLUMNS.flatMap((column, i) =>
    [0, 1].map((half) => `${to}${half} = multiplyAdd(w${tap + i}, ${column}${half}, ${i === 0 ? from : to}${half});`),
  ).join(" ");

const keep = (sum, to) =>
  [0, 1]
    .map((half) => `v128.store(${to}, clamp(${sum}${half}, f32x4.splat(low), f32x4.splat(high)), ${16 * half});`)
    .join(" ");
