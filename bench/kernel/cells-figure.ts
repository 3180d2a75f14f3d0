import { Figure } from "../../src/plot/figure.ts";
import type { Course } from "./cells.ts";
import { COLOURS } from "./comparison.ts";

/** Latency above and memory below, over the number of cells. */
export function cellsFigure(courses: readonly Course[]): Figure {
  const line = (
    { peer, points }: Course,
    quantity: "milliseconds" | "megabytes",
    yaxis: string,
    showlegend: boolean,
  ) => ({
    type: "scatter" as const,
    mode: "lines" as const,
    name: peer,
    x: points.map(({ cells }) => cells),
    y: points.map((point) => point[quantity]),
    yaxis,
    showlegend,
    line: { color: COLOURS[peer] },
  });
  const data = courses.flatMap((course) => [
    line(course, "milliseconds", "y", true),
    line(course, "megabytes", "y2", false),
  ]);
  const layout = {
    width: 900,
    height: 600,
    xaxis: { title: { text: "cells run" }, anchor: "y2" as const },
    yaxis: { title: { text: "ms a cell" }, rangemode: "tozero" as const, domain: [0.55, 1] as [number, number] },
    yaxis2: {
      title: { text: "MB of all processes" },
      rangemode: "tozero" as const,
      domain: [0, 0.45] as [number, number],
    },
    legend: { orientation: "h" as const, y: 1.02, yanchor: "bottom" as const },
  };
  return new Figure(data, layout, "Latency and memory over many cells in a row");
}
