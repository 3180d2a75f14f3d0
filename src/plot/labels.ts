/** A point in pixels from the upper left, and what is to stand beside it. */
export interface Labelled {
  x: number;
  y: number;
  text: string;
}

/** Where text stands beside its point, as Plotly calls it. */
export type LabelPlace = (typeof places)[number];

const places = [
  "top center",
  "bottom center",
  "middle right",
  "middle left",
  "top right",
  "top left",
  "bottom right",
  "bottom left",
] as const;

const characterWidth = 6.3;
const lineHeight = 13;
const marker = 6; // half of a point's size, and a little room
const clearances = [2 * marker, marker]; // from a label to a point that it does not name

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/**
 * A place for each label at which it covers no point and no label before it, and is not cut off; undefined where there is none.
 * Where there is room, it keeps away from points that it does not name.
 *
 * @param points  in the order of their importance
 */
export function placeLabels(
  points: readonly Labelled[],
  size: { width: number; height: number },
): Array<LabelPlace | undefined> {
  const taken: Box[] = [];
  const isFree = (box: Box, own: Labelled, clearance: number) =>
    box.left >= 0 &&
    box.right <= size.width &&
    box.top >= 0 &&
    box.bottom <= size.height &&
    !taken.some((label) => overlap(box, label)) &&
    !points.some((other) => other !== own && overlap(box, around(other.x, other.y, 2 * clearance, 2 * clearance)));
  return points.map((point) => {
    const choices = clearances.flatMap((clearance) => places.map((place) => ({ place, clearance })));
    const chosen = choices.find(({ place, clearance }) => isFree(boxOf(point, place), point, clearance));
    if (chosen) taken.push(boxOf(point, chosen.place));
    return chosen?.place;
  });
}

function boxOf({ x, y, text }: Labelled, place: LabelPlace): Box {
  const [vertical, horizontal] = place.split(" ");
  const width = text.length * characterWidth;
  const side = { left: -1, center: 0, right: 1 }[horizontal as "left" | "center" | "right"];
  const level = { top: -1, middle: 0, bottom: 1 }[vertical as "top" | "middle" | "bottom"];
  const beside = level === 0 ? marker : 0;
  return around(x + side * (width / 2 + beside), y + level * (lineHeight / 2 + marker), width, lineHeight);
}

const around = (x: number, y: number, width: number, height: number): Box => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - height / 2,
  bottom: y + height / 2,
});

const overlap = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
