const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as HTML that shows it. */
export const escape = (text: string): string => text.replaceAll(/[&<>"']/gu, (character) => ENTITIES[character]!);
