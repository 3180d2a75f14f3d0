import sanitizeHtml, { type Attributes, type IOptions, type Tag } from "sanitize-html";
import { inlineImage, type ImageSource } from "./images.ts";

// A parser of HTML restores the capitals of SVG names, so they may stand here as sanitize-html sees them.
const SVG = ["svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"];
const SVG_ATTRIBUTES = (
  "viewbox width height x y x1 y1 x2 y2 cx cy r rx ry dx dy d points transform fill fill-opacity stroke stroke-width " +
  "stroke-opacity stroke-dasharray stroke-linecap stroke-linejoin opacity font-size font-family font-weight " +
  "text-anchor dominant-baseline preserveaspectratio xmlns role aria-label"
).split(" ");

const STYLES = (
  "color background background-color border border-top border-right border-bottom border-left border-collapse " +
  "border-radius border-spacing display flex flex-wrap float font-family font-size font-style font-weight gap " +
  "grid-template-columns height line-height list-style margin margin-top margin-right margin-bottom margin-left " +
  "max-height max-width min-width opacity overflow overflow-x overflow-y padding padding-top padding-right " +
  "padding-bottom padding-left text-align text-decoration vertical-align white-space width"
).split(" ");
const PLAIN_VALUE = /^[\w\s#%.,'"()+-]*$/u;

const options: IOptions = {
  allowedTags: [...sanitizeHtml.defaults.allowedTags, "img", "details", "summary", "del", "ins", "center", ...SVG],
  allowedAttributes: {
    "*": ["class", "id", "title", "lang", "dir", "align", "style"],
    a: ["href", "name"],
    img: ["src", "alt", "width", "height"],
    th: ["colspan", "rowspan", "scope"],
    td: ["colspan", "rowspan"],
    ol: ["start", "type"],
    details: ["open"],
    span: ["data-formula"],
    ...Object.fromEntries(SVG.map((tag) => [tag, SVG_ATTRIBUTES])),
  },
  allowedStyles: { "*": Object.fromEntries(STYLES.map((property) => [property, [PLAIN_VALUE]])) },
  allowedSchemes: ["http", "https", "mailto"],
  allowedSchemesByTag: { img: ["data"] },
};

/** HTML of a notebook without what could run or load anything; its pictures come inside, links among notebooks lead to their pages. */
export const sanitize = (html: string, images: ImageSource): string =>
  sanitizeHtml(html, {
    ...options,
    transformTags: {
      a: (tagName, { href, ...rest }) => ({
        tagName,
        attribs: href === undefined ? rest : { ...rest, href: pageOf(href) },
      }),
      img: (tagName, attributes) => image(tagName, attributes, images),
    },
  });

const pageOf = (href: string) => (/^[a-z][a-z\d+.-]*:/iu.test(href) ? href : href.replace(/\.ipynb(?=$|#)/u, ".html"));

/** A picture that cannot come inside becomes a link to it: the page itself loads nothing. */
function image(tagName: string, { src = "", ...rest }: Attributes, images: ImageSource): Tag {
  const inlined = inlineImage(src, images);
  if (inlined !== undefined) return { tagName, attribs: { ...rest, src: inlined } };
  return { tagName: "a", attribs: { href: src, class: "missing-image" }, text: rest["alt"] || src };
}
