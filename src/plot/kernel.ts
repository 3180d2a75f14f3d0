import { checkKernel, type Kernel } from "../spatial/kernel.ts";
import { Figure } from "./figure.ts";
import { diverging, frame, pixelAxis, readable, typeIn } from "./style.ts";

export interface KernelOptions {
  title?: string;
}

// Pixels that a kernel has on the narrowest screen, and the smallest type that can still be read.
const side = 300;
const smallestType = 8;

/**
 * A kernel as a heat map with its numbers in the cells: blue below zero, white at zero, vermilion above. Where the cells
 * become too small for numbers, a scale of colours stands in, and the numbers show on hovering.
 *
 * @param kernel  [kH][kW]
 * @throws  when kernel is empty, ragged or holds anything but finite numbers
 * @example
 * await display(plot.kernel(spatial.kernels.sobelX, { title: "Sobel x" }));
 */
export function kernel(kernel: Kernel, { title }: KernelOptions = {}): Figure {
  checkKernel("plot.kernel", kernel);
  const width = kernel[0]!.length;
  const labels = kernel.map((row) => row.map((value) => readable(value, width > 3 ? 2 : 3)));
  const cell = side / Math.max(width, kernel.length);
  const type = typeIn(cell, labels.flat(), 20);
  const legible = type >= smallestType;
  const largest = Math.max(...kernel.flat().map(Math.abs)) || 1;
  return new Figure(
    [
      {
        type: "heatmap",
        z: kernel.map((row) => [...row]),
        text: labels,
        ...(legible && { texttemplate: "%{text}", textfont: { size: type } }),
        hovertemplate: "row %{y}, column %{x}: %{text}<extra></extra>",
        colorscale: diverging,
        zmin: -largest,
        zmax: largest,
        xgap: 1,
        ygap: 1,
        showscale: !legible,
        ...(!legible && { colorbar: { orientation: "h", thickness: 12, y: 0, yanchor: "top", outlinewidth: 0 } }),
      },
    ],
    {
      ...frame({ title, height: Math.max(60, cell * kernel.length) + (legible ? 0 : 40) }),
      plot_bgcolor: "#bbbbbb",
      xaxis: pixelAxis,
      yaxis: { ...pixelAxis, autorange: "reversed", scaleanchor: "x" },
    },
    `${title ?? "Kernel"}, ${kernel.length}×${width}: ${labels.map((row) => row.join(" ")).join("; ")}`,
  );
}
