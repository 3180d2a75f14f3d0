/** Runs in the page: tells of each figure whether something of it can be seen. */
export const isDrawn = (figures: Element[]): boolean[] =>
  figures.map((figure) =>
    [...figure.querySelectorAll<SVGGraphicsElement>(".main-svg :is(path, image, text)")].some((part) => {
      const { width, height } = part.getBoundingClientRect();
      return width > 0 && height > 0;
    }),
  );

/** Runs in the page: what a figure shows, without the buttons and the slider, which change under the pointer. */
export function drawing(figure: Element): string {
  const copy = figure.cloneNode(true) as Element;
  for (const control of copy.querySelectorAll(".menulayer, .updatemenu-container, .slider-container, .hoverlayer"))
    control.remove();
  return [...copy.querySelectorAll(".main-svg")].map((svg) => svg.innerHTML).join("\n");
}
