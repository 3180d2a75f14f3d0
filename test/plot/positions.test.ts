import { describe, expect, test } from "vitest";
import { naive } from "../../src/conv/naive.ts";
import { positions, type PositionsOptions } from "../../src/plot/index.ts";

type Pair = readonly [number, number];
const zeros = ([rows, columns]: Pair) => Array.from({ length: rows }, () => Array<number>(columns).fill(0));

/** What the loops themselves count: of one pass, and of two of which the second reads what the first wrote. */
function counted(inputSize: Pair, [kH, kW]: Pair): [number, number, number] {
  const pass = (map: number[][], kernel: Pair) => naive.conv2d([map], [[zeros(kernel)]]);
  const column = pass(zeros(inputSize), [kH, 1]);
  const [between] = column.output as number[][][];
  return [
    pass(zeros(inputSize), [kH, kW]).multiplications,
    column.multiplications,
    pass(between!, [1, kW]).multiplications,
  ];
}

interface Trace {
  text: string[];
}

/** The totals that are written below the grids, and the sums of the numbers in the cells of the three results. */
function read(traces: readonly object[]) {
  const [one, column, row, totals] = traces.slice(6, 10) as [Trace, Trace, Trace, Trace];
  const [above, below] = totals.text.map((text) => text.replaceAll(/<\/?b>/g, "")) as [string, string];
  const cells = [one, column, row].map(({ text }) => text.reduce((sum, count) => sum + Number(count), 0));
  return { above, below, cells };
}

const cases: [Pair, Pair][] = [
  [
    [5, 5],
    [3, 3],
  ],
  [
    [4, 7],
    [2, 5],
  ],
  [
    [3, 3],
    [1, 2],
  ],
];

describe.each(cases)("a map %j and a kernel %j", (inputSize, kernelSize) => {
  const { data, frames = [] } = positions({ inputSize, kernelSize });
  const [one, column, row] = counted(inputSize, kernelSize);

  test("the first picture holds in its cells what the loops count, and adds it up", () => {
    const { above, below, cells } = read(data);
    expect(cells).toEqual([one, column, row]);
    expect(above).toBe(`${one} multiplications`);
    expect(below).toBe(`${column} + ${row} = ${column + row} multiplications`);
  });

  test("both sides do as many multiplications in the same time, until they are done", () => {
    for (const { name, data = [] } of frames) {
      const now = Number(name);
      const { above, below, cells } = read(data);
      const done = [Math.min(now, one), Math.min(now, column), Math.max(0, Math.min(now - column, row))];
      expect(cells).toEqual(done);
      expect(Number.parseInt(above, 10)).toBe(done[0]);
      expect(below).toContain(`${done[1]} + ${done[2]} = ${done[1]! + done[2]!}`);
    }
  });

  test("ends as it began, complete", () => {
    expect(frames.at(-1)?.name).toBe(String(Math.max(one, column + row)));
    expect(read(frames.at(-1)!.data!)).toEqual(read(data));
  });
});

test("shows the article's 81 against 45 + 27", () => {
  const figure = positions({ inputSize: 5, kernelSize: 3 });
  expect(read(figure.data)).toMatchObject({
    above: "81 multiplications",
    below: "45 + 27 = 72 multiplications",
  });
  expect(figure.alt).toContain("81 multiplications");
  expect(figure.alt).toContain("45 + 27 = 72 multiplications");
});

test.each<[Partial<Record<keyof PositionsOptions | "size", unknown>>, string]>([
  [{ inputSize: 0 }, "inputSize to be one or two integers of 1 or more, received 0"],
  [{ kernelSize: 6 }, "kernelSize within inputSize [5, 5], received [6, 6]; use a smaller kernel"],
  [{ inputSize: [9, 9] }, "at most 36 positions a pass, received 63; give a smaller map"],
  [
    { inputSize: [37, 1], kernelSize: [37, 1] },
    "a map of at most 36 rows and columns, received [37, 1]; give a smaller map",
  ],
  [{ size: 3 }, "expected options among inputSize, kernelSize, title, received size"],
])("refuses %j", (options, message) => {
  const given = { inputSize: 5, kernelSize: 3, ...options } as PositionsOptions;
  expect(() => positions(given)).toThrow("plot.positions: expected ");
  expect(() => positions(given)).toThrow(message);
});

test("takes at most 100 kB for a map of 7×7", () => {
  expect(JSON.stringify(positions({ inputSize: 7, kernelSize: 3 })).length).toBeLessThan(100_000);
});
