import type { Layout } from "plotly.js-dist-min";

/** Pixels that buttons and slider take below the axes. */
export const controlsHeight = 116;

interface Controls {
  /** of the frames, in their order, which the slider shows as well */
  names: readonly string[];
  /** which frame the slider points at to begin with; its own picture is the figure's */
  active: number;
  /** around a frame's name, above the slider */
  prefix: string;
  suffix: string;
  /** a frame's time on the screen, in milliseconds */
  duration: number;
}

/**
 * Buttons that play and pause the frames, and a slider that steps through them; as wide as the narrowest screen. After the
 * last frame, and at first, play begins at the beginning; after a pause it goes on.
 */
export function controls({ names, active, prefix, suffix, duration }: Controls): Partial<Layout> {
  const timing = (duration: number) => ({
    mode: "immediate",
    fromcurrent: true,
    frame: { duration, redraw: true }, // cells are heat maps, which move only when they are drawn again
    transition: { duration: 0 },
  });
  return {
    updatemenus: [
      {
        type: "buttons",
        direction: "right",
        showactive: false,
        x: 0,
        xanchor: "left",
        y: 0,
        yanchor: "top",
        pad: { t: 8, l: 0, r: 0, b: 0 },
        buttons: [
          { label: "▶ Play", method: "animate", args: [[...names], timing(duration)] },
          { label: "❚❚ Pause", method: "animate", args: [[null], timing(0)] },
        ],
      },
    ],
    sliders: [
      {
        active,
        x: 0,
        xanchor: "left",
        y: 0,
        yanchor: "top",
        lenmode: "pixels",
        len: 312,
        pad: { t: 46, l: 8, r: 8, b: 0 },
        currentvalue: { prefix, suffix, xanchor: "left", offset: 8, font: { size: 13 } },
        steps: names.map((name) => ({ label: name, method: "animate", args: [[name], timing(0)] })),
      },
    ],
  };
}
