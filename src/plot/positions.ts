import type { Frame } from "plotly.js-dist-min";
import { checkNames, toPair, type Pair } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { controls, controlsHeight } from "./animation.ts";
import { canvas, corners, each, fill, look, outline, say, typeSize, write, type Cells, type Part } from "./cells.ts";
import { Figure } from "./figure.ts";
import { moments, passOver, progress } from "./passes.ts";
import { arrange, captions, describe, isWithin, line, total } from "./positions-layout.ts";
import { frame } from "./style.ts";

export interface PositionsOptions {
  /** of the map: a number or [height, width] */
  inputSize: number | Pair;
  /** of the kernel: a number or [height, width] */
  kernelSize: number | Pair;
  title?: string | undefined;
}

const who = "plot.positions";
const most = 36;

/**
 * The multiplications of one k×k pass beside those of a k×1 pass and a 1×k pass on its result, position by position: each
 * cell of a result holds how many it took. Both sides do as many in the same time, so the one that needs fewer ends first.
 * At first everything is done and counted; play starts from nothing.
 *
 * @throws  when a size is not one or two integers of 1 or more, the kernel is larger than the map, or map or pass have more than 36 rows,
 *   columns or positions
 * @example
 * await display(plot.positions({ inputSize: 5, kernelSize: 3 })); // 81 against 45 + 27
 */
export function positions(options: PositionsOptions): Figure {
  checkNames(who, options, ["inputSize", "kernelSize", "title"]);
  const input = toPair(who, "inputSize", options.inputSize, 1);
  const kernel = toPair(who, "kernelSize", options.kernelSize, 1);
  if (kernel[0] > input[0] || kernel[1] > input[1]) {
    refuse(who, `kernelSize within inputSize ${show(input)}`, show(kernel), "use a smaller kernel");
  }
  if (Math.max(...input) > most) {
    refuse(who, `a map of at most ${most} rows and columns`, show(input), "give a smaller map");
  }
  const one = passOver(input, kernel);
  const column = passOver(input, [kernel[0], 1]);
  const row = passOver(column.to, [1, kernel[1]], column.total);
  const passes = [one, column, row];
  const longest = Math.max(...passes.map((pass) => pass.positions));
  if (longest > most) refuse(who, `at most ${most} positions a pass`, String(longest), "give a smaller map");

  const stages = arrange(one, column, row);
  const [onePass, columnPass, rowPass] = stages;
  const grids = [onePass.from, columnPass.from, ...stages.map(({ to }) => to)];
  const type = typeSize(who, onePass.to.side, [String(one.each)]);
  const below = [onePass.from, columnPass.from].map(({ x, y, rows, side }) => ({ x, y: y + rows * side + 6 }));

  /** What moves: the looks of every grid, the frames around windows and results, the numbers, the totals. */
  const state = (multiplications: number) => {
    const now = stages.map((stage) => ({ ...stage, ...progress(stage.pass, multiplications) }));
    const [oneNow, columnNow, rowNow] = now.map(({ done }) => done) as [number, number, number];
    const around = now.flatMap(({ pass, from, to, current }): Part[] => {
      if (current < 0) return [];
      const at = { row: Math.floor(current / to.columns), column: current % to.columns };
      const window = { of: from, ...at, rows: pass.window[0], columns: pass.window[1] };
      const isRead = to === rowPass.from && rowNow > 0;
      return isRead ? [window] : [window, { of: to, ...at, rows: 1, columns: 1 }];
    });
    const looks = (grid: Cells, count?: readonly number[]) =>
      each(grid, (r, c) => {
        if (around.some((part) => part.of === grid && isWithin(part, r, c))) return look.active;
        if (count === undefined) return look.pixel;
        return count[r * grid.columns + c]! > 0 ? look.done : look.empty;
      });
    return {
      looks: [looks(onePass.from), looks(columnPass.from), ...now.map(({ to, counts }) => looks(to, counts))],
      around,
      numbers: now.map(({ counts }) => counts.map((count) => (count > 0 ? String(count) : ""))),
      totals: [total([oneNow], [one]), total([columnNow, rowNow], [column, row])],
    };
  };
  const last = state(Math.max(one.total, column.total + row.total));
  const height = below[1]!.y + line;
  const layout = frame({ title: options.title, height: height + controlsHeight });
  const names = moments(passes).map(String);
  const frames = names.map((name): Frame => {
    const { looks, around, numbers, totals } = state(Number(name));
    const data = [
      ...looks.map((z) => ({ z })),
      corners(around),
      ...numbers.map((text) => ({ text })),
      { text: totals },
    ];
    return { name, traces: data.map((_, i) => i), data };
  });
  return new Figure(
    [
      ...grids.map((grid, g) => fill(grid, last.looks[g]!)),
      outline(last.around),
      ...stages.map(({ to }, s) => write(to, last.numbers[s]!, type)),
      say(below.map((place, i) => ({ ...place, text: last.totals[i]! }))),
      say(captions(stages)),
    ],
    {
      ...layout,
      margin: { ...layout.margin, b: 16 + controlsHeight },
      ...canvas(height, grids),
      ...controls({
        names,
        active: names.length - 1,
        prefix: "after ",
        suffix: " multiplications",
        duration: 500,
      }),
    },
    `${options.title ?? "Multiplications"}: one pass ${describe(one)}, ${last.totals[0]}; two passes ${describe(column)}, then ${describe(row)}, ${last.totals[1]}`.replaceAll(
      /<\/?b>/g,
      "",
    ),
    frames,
  );
}
