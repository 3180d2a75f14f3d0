import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import katex from "katex";
import { describe, expect, test } from "vitest";
import { renderPage } from "../../../../kernel/runner/html/page.ts";
import type { CellOutput, MimeBundle, TextCell } from "../../../../kernel/runner/nbformat/notebook.ts";
import { code, notebookOf } from "../sepconv.ts";

const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const PLOTLY = "application/vnd.plotly.v1+json";

const markdown = (source: string, more: Partial<TextCell> = {}): TextCell => ({
  cell_type: "markdown",
  id: "",
  metadata: {},
  source,
  ...more,
});
const display = (data: MimeBundle): CellOutput => ({ output_type: "display_data", data, metadata: {} });
const page = (...cells: Parameters<typeof notebookOf>) => renderPage(notebookOf(...cells), "folder/name.ipynb");
const main = (html: string) => html.slice(html.indexOf("<main>"), html.indexOf("</main>"));
const text = (source: string) => main(page(markdown(source)));
const shown = (...outputs: CellOutput[]) => main(page({ ...code(""), outputs }));

describe("a page", () => {
  test("takes its title from the first heading, or else from the file", () => {
    expect(page(markdown("text"), markdown("## A & *b* `c`\n# d"))).toContain("<title>A &amp; b c</title>");
    expect(page(markdown("text"))).toContain("<title>name</title>");
  });

  test("loads nothing: whatever it shows is inside, and its policy forbids the rest", () => {
    const html = page(
      markdown(
        "$x$ ![far](https://example.com/a.png) <img src='//example.com/b.png'> <link rel=stylesheet href=https://example.com/c.css>",
      ),
      {
        ...code("1"),
        outputs: [
          display({
            "text/html":
              "<style>@import 'https://example.com/d.css'</style><b style='background:url(https://example.com/e)'>x</b>",
          }),
        ],
      },
    );
    expect(html).toContain("default-src 'none'");
    expect(html).not.toContain("script-src");
    expect(html).not.toContain("<link");
    expect(html).not.toContain("@import");
    expect([...html.matchAll(/(?:\ssrc|url)[=(]["']?(?!data:)([^"')\s>]+)/gu)].map(([, url]) => url)).toEqual([]);
    expect(html).toContain('<a href="https://example.com/a.png" class="missing-image">far</a>');
  });

  test("shows code highlighted with its count, and raw cells as they are", () => {
    const raw: TextCell = { cell_type: "raw", id: "", metadata: {}, source: "<raw>" };
    const html = main(page({ ...code("const a: number = 1 < 2;"), execution_count: 7 }, raw));
    expect(html).toContain('data-count="7"');
    expect(html).toContain('<span class="hljs-keyword">const</span>');
    expect(html).toContain("<pre>&lt;raw&gt;</pre>");
  });
});

describe("Markdown", () => {
  test("has anchors as Jupyter has them, each once", () => {
    const html = text("# Padding and stride\n# Padding and stride\n[down](#Padding-and-stride-1)");
    expect(html).toContain('<h1 id="Padding-and-stride">');
    expect(html).toContain('<h1 id="Padding-and-stride-1">');
    expect(html).toContain('<a href="#Padding-and-stride-1">');
  });

  test("leads from notebook to notebook as from page to page", () => {
    expect(text("[a](01-next.ipynb#Part) [b](https://example.com/x.ipynb)")).toContain(
      '<a href="01-next.html#Part">a</a>',
    );
    expect(text("[b](https://example.com/x.ipynb)")).toContain('href="https://example.com/x.ipynb"');
  });

  test("shows attachments and pictures beside the notebook from inside the page", () => {
    const folder = mkdtempSync(join(tmpdir(), "sepconv-page-"));
    writeFileSync(join(folder, "a dot.png"), Buffer.from(PNG, "base64"));
    const cell = markdown("![one](attachment:my%20dot.png) ![two](a%20dot.png) <img src='none.png' alt='three'>", {
      attachments: { "my dot.png": { "image/png": PNG } },
    });
    const html = main(renderPage(notebookOf(cell), join(folder, "a.ipynb")));
    expect(html).toContain(`alt="one" src="data:image/png;base64,${PNG}"`);
    expect(html).toContain(`alt="two" src="data:image/png;base64,${PNG}"`);
    expect(html).toContain('<a href="none.png" class="missing-image">three</a>');
  });

  test("highlights fenced code by its language, and shows an unknown one as it is", () => {
    expect(text("```ts\nconst a = 1;\n```")).toContain('<span class="hljs-keyword">const</span>');
    expect(text("```none\n<a>\n```")).toContain("&lt;a&gt;");
  });
});

describe("maths", () => {
  const set = (tex: string, displayMode: boolean) => katex.renderToString(tex, { displayMode });

  test.each([
    ["$a_b + c_d$", "a_b + c_d", false],
    ["so $$x*y*z$$ holds", "x*y*z", true],
    ["$$\n\\frac{1}{2}\n\n+ 1\n$$", "\n\\frac{1}{2}\n\n+ 1\n", true],
    ["text\n$$x$$\ntext", "x", true],
    ["- item\n\n  $$\n  x_1\n  $$", "\nx_1\n", true],
    ["\\begin{align}a &= b\\end{align}", "\\begin{align}a &= b\\end{align}", true],
    ["| a |\n|---|\n| $x^2$ |", "x^2", false],
    ["$\\$5$", "\\$5", false],
  ])("of %j is typeset by KaTeX", (source, tex, displayMode) => {
    expect(text(source)).toContain(set(tex, displayMode));
  });

  test.each(["$5 and $6", "`$a$`", "\\$a\\$", "a $ b $ c", "```\n$a$\n```", "$a"])("is not seen in %j", (source) => {
    expect(text(source)).not.toContain("katex");
  });

  test("brings the fonts that it uses and no others; a page without it brings none", () => {
    const html = page(markdown("$x$"));
    expect(html).toContain("font-family:KaTeX_Math");
    expect(html).not.toMatch(/@font-face\{[^}]*font-family:"?KaTeX_Fraktur/u);
    expect(page(markdown("$\\mathfrak{x}$"))).toMatch(/@font-face\{[^}]*font-family:"?KaTeX_Fraktur/u);
    expect(page(markdown("x"))).not.toContain("KaTeX");
    expect(Buffer.byteLength(html)).toBeLessThan(400_000);
  });

  test("that KaTeX does not understand is shown as it is", () => {
    expect(text("$\\unheard{x}$")).toContain("\\unheard");
  });
});

describe("nothing that a notebook brings can run:", () => {
  test.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "<svg onload=alert(1)><script>alert(1)</script><animate onbegin=alert(1)></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math>",
    "<form action='javascript:alert(1)'><button formaction='javascript:alert(1)'>x</button></form>",
    '<a title=\'<span data-formula="0"></span>\' href=x>$" onclick="alert(1)$</a>',
    "<b style='width:expression(alert(1))' onclick=alert(1)>x</b>",
    "<object data='javascript:alert(1)'></object><embed src='javascript:alert(1)'>",
  ])("%s", (source) => {
    for (const html of [
      text(source),
      shown(display({ "text/html": source })),
      shown(display({ "text/markdown": source })),
    ]) {
      const tags = html.match(/<[a-z][^>]*>/giu) ?? [];
      expect(
        tags.filter((tag) => /^<(?:script|iframe|form|object|embed|style|animate|link|button)\b/iu.test(tag)),
      ).toEqual([]);
      expect(
        tags.filter((tag) =>
          /\son\w+=|javascript:|expression/iu.test(tag.replaceAll(/"[^"]*alert\(1\)[^"]*"/gu, quoted)),
        ),
      ).toEqual([]);
    }
  });
  // Inside the quotes of an attribute that is not a link, such words are text.
  const quoted = (value: string) => (/^"\s*javascript:/iu.test(value) ? value : '""');
});

describe("outputs", () => {
  test("show the richest type that a browser can", () => {
    const rich = { "text/plain": "plain", "text/html": "<i>html</i>", "image/png": PNG, "text/latex": "$x$" };
    expect(shown(display(rich))).toContain("<i>html</i>");
    expect(shown(display({ ...rich, "text/html": undefined }))).toContain("katex");
    expect(shown(display({ "text/plain": "plain", "image/png": PNG }))).toContain(`src="data:image/png;base64,${PNG}"`);
    expect(shown(display({ "text/plain": "plain", "application/x-unheard-of": "x" }))).toContain("plain");
    expect(shown(display({ "application/json": { a: [1] }, "text/plain": "plain" }))).toContain("&quot;a&quot;");
    expect(shown(display({ "text/markdown": "**bold**" }))).toContain("<strong>bold</strong>");
  });

  test("fall back where nothing is left of the HTML but a script", () => {
    expect(shown(display({ "text/html": "<script>draw()</script>", "image/png": PNG }))).toContain("<img");
    expect(shown(display({ "text/plain": "" }))).toContain("<pre></pre>");
  });

  test("name a type that nothing shows", () => {
    expect(shown(display({ "application/x-unheard-of": "x" }))).toContain(
      "[application/x-unheard-of: shown in Jupyter only]",
    );
  });

  test("show SVG as a picture, where its scripts do not run", () => {
    const html = shown(display({ "image/svg+xml": "<svg viewBox='0 0 1 1'><script>alert(1)</script></svg>" }));
    const [, base64 = ""] = /src="data:image\/svg\+xml;base64,([^"]+)"/u.exec(html) ?? [];
    expect(Buffer.from(base64, "base64").toString()).toContain('<svg xmlns="http://www.w3.org/2000/svg"');
    expect(html).not.toContain("<script");
  });

  test("keep a terminal's colours, and the last of a line written again", () => {
    const html = shown({ output_type: "stream", name: "stdout", text: "10%\r100%\n\u001B[31mred\u001B[0m <b>\r\n" });
    expect(html).toContain('>100%\n<span class="ansi-red-fg">red</span> &lt;b&gt;');
    const error: CellOutput = {
      output_type: "error",
      ename: "E",
      evalue: "v",
      traceback: ["\u001B[31mE\u001B[39m: v", "at <x>"],
    };
    expect(shown(error)).toContain('<span class="ansi-red-fg">E</span>: v\nat &lt;x&gt;');
  });
});

describe("figures", () => {
  const figure = (name: string) => display({ [PLOTLY]: { data: [{ y: [1, 2], name }], layout: {} }, "image/png": PNG });

  test("are drawn by one copy of Plotly, which only a page with figures carries", () => {
    const html = page({ ...code(""), outputs: [figure("a"), figure("b")] });
    expect(html.match(/plotly\.js v4/gu)).toHaveLength(1);
    expect(page(code(""))).not.toContain("<script");
  });

  test("keep their data whole, whatever text is in it", () => {
    const name = "</script><!--<script>alert(1)</script>";
    const [, json = ""] = /<script type="application\/json">(.*?)<\/script>/su.exec(shown(figure(name))) ?? [];
    expect(JSON.parse(json)).toEqual({ data: [{ y: [1, 2], name }], layout: {} });
  });

  test("leave their still picture where scripts do not run", () => {
    expect(shown(figure("a"))).toContain(`<noscript><img alt="" src="data:image/png;base64,${PNG}"></noscript>`);
  });
});
