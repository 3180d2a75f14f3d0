/** A text that stands on a page, and how well it can be told from its ground: 1 is not at all, 21 is black on white. */
export interface Legibility {
  text: string;
  contrast: number;
}

/**
 * Runs in the page: how well each text within some elements can be read; the texts of drawings are left out.
 *
 * @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
export function legibility(elements: Element[]): Legibility[] {
  const channels = (colour: string): number[] => colour.match(/[\d.]+/gu)!.map(Number);
  const luminance = (colour: number[]): number => {
    const [red = 0, green = 0, blue = 0] = colour.map((channel) => {
      const share = channel / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element: Element | null): number[] => {
    if (!element) return [255, 255, 255];
    const [red = 0, green = 0, blue = 0, opacity = 1] = channels(getComputedStyle(element).backgroundColor);
    if (opacity === 1) return [red, green, blue];
    const below = ground(element.parentElement);
    return [red, green, blue].map((channel, index) => channel * opacity + below[index]! * (1 - opacity));
  };
  return elements.flatMap((element) => {
    const found: Legibility[] = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent!.trim();
      const holder = walker.currentNode.parentElement!;
      if (text === "" || holder.closest("svg, style")) continue;
      const one = luminance(channels(getComputedStyle(holder).color).slice(0, 3));
      const other = luminance(ground(holder));
      found.push({ text, contrast: (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) });
    }
    return found;
  });
}
