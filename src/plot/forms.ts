/** The forms of points as Plotly calls them, and as a key writes them: one for each colour of the palette. */
export const forms = [
  { symbol: "circle", mark: "●" },
  { symbol: "square", mark: "■" },
  { symbol: "diamond", mark: "◆" },
  { symbol: "triangle-up", mark: "▲" },
  { symbol: "cross", mark: "✚" },
  { symbol: "x", mark: "✖" },
  { symbol: "star", mark: "★" },
] as const;
