/**
 * AssemblyScript source of the matrix product at the heart of every convolution: tiles of 6, 4 or 2 rows, whose sums stay in
 * registers. WebAssembly has no macros, and sixteen registers: the rows are written out.
 *
 * @param {{ vectors: number }} build  vectors of four numbers in a row of a tile
 */
export function microkernel({ vectors }) {
  return `
import { clamp, multiplyAdd } from "./multiply-add";
export const ROWS = ${ROWS};
export const COLUMNS = ${4 * vectors};

/** The rows of the smallest tile that holds so many. */
export function rowsOf(rows: i32): i32 { return rows > 4 ? 6 : rows > 2 ? 4 : 2; }

/** Multiplies packed weights with a block of \`depth\` lines, ${4 * vectors} columns at a time. */
export function multiplyBlock(weight: usize, whole: i32, start: i32, block: usize, line: usize, to: usize, step: usize, depth: i32, rows: i32, columns: i32, bias: usize, first: bool, last: bool, low: f32, high: f32): void {
  if (!last) { low = -Infinity; high = Infinity; }
  for (let j = 0; j < columns; j += COLUMNS) {
    let a = weight, c = to + ((<usize>j) << 2), shift = bias;
    const b = block + ((<usize>j) << 2);
    for (let left = rows; left > 0; left -= ROWS) {
      if (left > 4) tile6(a + ((<usize>(6 * start)) << 2), b, line, c, step, depth, shift, first, low, high);
      else if (left > 2) tile4(a + ((<usize>(4 * start)) << 2), b, line, c, step, depth, shift, first, low, high);
      else tile2(a + ((<usize>(2 * start)) << 2), b, line, c, step, depth, shift, first, low, high);
      a += (<usize>(ROWS * whole)) << 2;
      c += step * ROWS;
      if (shift != 0) shift += ROWS << 2;
    }
  }
}
${[6, 4, 2].map((rows) => tile(rows, vectors)).join("\n")}
${products(vectors / 2)}`;
}

const ROWS = 6;

const range = (length) => Array.from({ length }, (_, i) => i);

function tile(rows, vectors) {
  const each = (line) => range(rows).map(line).join("\n");
  const along = (term) => range(vectors).map(term).join(" ");
  return `
function tile${rows}(a: usize, b: usize, line: usize, c: usize, step: usize, depth: i32, bias: usize, first: bool, low: f32, high: f32): void {
  ${each((r) => along((v) => `let s${r}${v} = f32x4.splat(0);`))}
  const end = a + ((<usize>(depth * ${rows})) << 2);
  while (a < end) {
    ${range(vectors)
      .map((v) => `const b${v} = v128.load(b, ${16 * v});`)
      .join(" ")}
    let w: v128;
    ${each((r) => `w = v128.load32_splat(a, ${4 * r}); ${along((v) => `s${r}${v} = multiplyAdd(w, b${v}, s${r}${v});`)}`)}
    a += ${4 * rows};
    b += line;
  }
  if (!first) {
    let at = c;
    ${each((r) => `${along((v) => `s${r}${v} = f32x4.add(s${r}${v}, v128.load(at, ${16 * v}));`)} at += step;`)}
  } else if (bias != 0) {
    ${each((r) => {
      const shift = `f32x4.splat(load<f32>(bias, ${4 * r}))`;
      return along((v) => `s${r}${v} = f32x4.add(s${r}${v}, ${shift});`);
    })}
  }
  ${each((r) => `${along((v) => `v128.store(c, clamp(s${r}${v}, f32x4.splat(low), f32x4.splat(high)), ${16 * v});`)} c += step;`)}
}`;
}

/** Sums of products along lines: the product of two blocks whose lines both go along what is summed over. */
function products(vectors) {
  const [rows, columns] = [range(2), range(4)];
  const each = (term) =>
    rows.flatMap((r) => columns.flatMap((k) => range(vectors).map((v) => term(r, k, v)))).join("\n");
  const bytes = 16 * vectors;
  const sumOf = ([first, ...others]) => others.reduce((sum, term) => `f32x4.add(${sum}, ${term})`, first);
  return `
/** Places that lines have a multiple of. */
export const PLACES = ${4 * vectors};

/** to[m][k] += Σ a[m][p] · b[k][p] over \`places\` places. */
export function addProducts(a: usize, b: usize, line: usize, places: i32, rows: i32, columns: i32, to: usize, step: usize, sums: usize): void {
  for (let k = 0; k < columns; k += 4) {
    for (let m = 0; m < rows; m += 2) {
      const top = a + line * <usize>m, left = b + line * <usize>k;
      productsOf(top, m + 1 < rows ? line : 0, left, k + 1 < columns ? line : 0, k + 2 < columns ? line << 1 : 0, k + 3 < columns ? line * 3 : 0, places, sums);
      const count = min(4, columns - k);
      for (let r = 0; r < min(2, rows - m); r++) {
        const from = sums + <usize>(r * ${4 * bytes});
        const four = sumEach(${columns.map((k) => sumOf(range(vectors).map((v) => `v128.load(from, ${k * bytes + 16 * v})`))).join(", ")});
        const at = to + step * <usize>(m + r) + ((<usize>k) << 2);
        if (count == 4) {
          v128.store(at, f32x4.add(v128.load(at), four));
          continue;
        }
        v128.store(from, four);
        for (let i: usize = 0; i < (<usize>count) << 2; i += 4) store<f32>(at + i, load<f32>(at + i) + load<f32>(from + i));
      }
    }
  }
}

/** The sums of the four numbers of each vector. */
function sumEach(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 1, 4, 5), v128.shuffle<f32>(a, b, 2, 3, 6, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 1, 4, 5), v128.shuffle<f32>(c, d, 2, 3, 6, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 2, 4, 6), v128.shuffle<f32>(ab, cd, 1, 3, 5, 7));
}

function productsOf(a0: usize, a1: usize, b0: usize, b1: usize, b2: usize, b3: usize, places: i32, sums: usize): void {
  a1 += a0; b1 += b0; b2 += b0; b3 += b0;
  ${each((r, k, v) => `let s${r}${k}${v} = f32x4.splat(0);`)}
  const end = (<usize>places) << 2;
  for (let p: usize = 0; p < end; p += ${bytes}) {
    ${rows.flatMap((r) => range(vectors).map((v) => `const a${r}${v} = v128.load(a${r} + p, ${16 * v});`)).join(" ")}
    ${columns
      .map((k) => {
        const seen = range(vectors).map((v) => `const b${k}${v} = v128.load(b${k} + p, ${16 * v});`);
        const sums = rows.flatMap((r) =>
          range(vectors).map((v) => `s${r}${k}${v} = multiplyAdd(a${r}${v}, b${k}${v}, s${r}${k}${v});`),
        );
        return [...seen, ...sums].join(" ");
      })
      .join("\n")}
  }
  ${each((r, k, v) => `v128.store(sums, s${r}${k}${v}, ${(r * 4 + k) * bytes + 16 * v});`)}
}`;
}
