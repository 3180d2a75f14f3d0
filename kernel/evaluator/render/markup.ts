/** An SVG document that also stands by itself, as a frontend's image of it must. */
export const withNamespace = (svg: string): string =>
  /<svg[^>]*\sxmlns\s*=/.test(svg) ? svg : svg.replace(/<svg(?=[\s/>])/, '<svg xmlns="http://www.w3.org/2000/svg"');
