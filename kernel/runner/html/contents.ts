import { renderDocument } from "./document.ts";
import { escape } from "../../escape.ts";

/** A page that others link to. */
export interface Link {
  title: string;
  /** The name of its file, in the folder of the page that links. */
  file: string;
}

/** What the contents tell of a page: beside its title its first paragraph, as HTML. */
export interface Entry extends Link {
  lead: string;
}

/** The pages around a page in its folder, as far as there are any. */
export interface Neighbours {
  previous?: Link | undefined;
  next?: Link | undefined;
}

/** The name of the file that lists the pages beside it. */
export const CONTENTS = "index.html";

/** The page that lists the pages of a run, in turn. */
export const renderContents = (entries: Entry[]): string =>
  renderDocument(
    "Notebooks",
    `<h1>Notebooks</h1>\n<ol class="contents">\n${entries.map(renderEntry).join("\n")}\n</ol>`,
  );

const renderEntry = ({ lead, ...link }: Entry) => `<li>\n<h2>${anchor(link, escape(link.title))}</h2>\n${lead}</li>`;

/** The way from a page to the contents, which stands above it. */
export const wayUp = (): string =>
  `<nav class="way" aria-label="Contents">${anchor({ file: CONTENTS }, "All notebooks")}</nav>`;

/** The ways to the pages before and after a page, which stand below it. */
export function waysOn({ previous, next }: Neighbours): string {
  const ways = [
    previous && anchor(previous, `<span aria-hidden="true">←</span> ${escape(previous.title)}`, "prev"),
    next && anchor(next, `${escape(next.title)} <span aria-hidden="true">→</span>`, "next"),
  ].filter((way) => way !== undefined);
  return ways.length === 0 ? "" : `<nav class="way" aria-label="Previous and next notebook">${ways.join("\n")}</nav>`;
}

const anchor = ({ file }: Pick<Link, "file">, html: string, rel = "") =>
  `<a href="${encodeURIComponent(file)}"${rel && ` rel="${rel}"`}>${html}</a>`;
