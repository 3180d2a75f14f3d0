/** Runs in the page: tells of each figure whether all of its height can be seen and something is drawn in it. */
export const isDrawn = (figures: Element[]): boolean[] =>
  figures.map((figure) => {
    const { top, bottom } = figure.getBoundingClientRect();
    const drawings = [...figure.querySelectorAll(".main-svg")];
    const boxes = drawings.map((drawing) => drawing.getBoundingClientRect());
    const whole = boxes.every((box) => box.height > 0 && box.top >= top - 1 && box.bottom <= bottom + 1);
    return whole && drawings.some((drawing) => drawing.querySelector("path, image, text") !== null);
  });

/** Runs in the page: what a figure shows, without the buttons and the slider, which change under the pointer. */
export function drawing(figure: Element): string {
  const copy = figure.cloneNode(true) as Element;
  for (const control of copy.querySelectorAll(".menulayer, .updatemenu-container, .slider-container, .hoverlayer"))
    control.remove();
  return [...copy.querySelectorAll(".main-svg")].map((svg) => svg.innerHTML).join("\n");
}
