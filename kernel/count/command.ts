import { refusing } from "../command-line.ts";
import { kebabCase, parseRequest, type Request } from "./request.ts";
import { counted, type Counted } from "./target.ts";
import { USAGE } from "./usage.ts";

/** `sepconv count`: what a model costs, layer by layer. Returns the exit code. */
export const command = (args: string[]): Promise<number> =>
  refusing("count", async () => {
    const request = parseRequest(args);
    console.log(request === "help" ? USAGE : await answer(request));
    return 0;
  });

async function answer(request: Request | "list"): Promise<string> {
  const library = await import("sepconv");
  if (request === "list") return listed(library.models.list());
  const own = await counted(library, request.model, request);
  if (request.compare === undefined) return shown(request, own);
  const other = await counted(library, request.compare, { ...request, options: {}, exported: undefined });
  const name = [
    request.model,
    ...Object.entries(request.options).map(([key, value]) => `--${kebabCase(key)} ${value}`),
  ];
  const costs = { [name.join(" ")]: own.cost, [request.compare]: other.cost };
  const { format, compare } = request;
  return format === "json"
    ? json({
        ...described(request, own),
        compared: { model: compare, ...described({ ...request, model: compare, options: {} }, other) },
      })
    : written(library.count.compare(costs), format);
}

/** One of the library's tables, which know the forms themselves. */
interface Table {
  toCsv(): string;
  toMarkdown(): string;
  toHtml(): string;
  toString(): string;
}

function written(table: Table, format: Exclude<Request["format"], "json">): string {
  switch (format) {
    case "csv":
      return table.toCsv();
    case "markdown":
      return table.toMarkdown();
    case "html":
      return table.toHtml();
    case "table":
      return table.toString();
  }
}

function shown(request: Request, counted: Counted): string {
  const { format, by } = request;
  if (format === "json") return json(described(request, counted));
  return written(by === "kind" ? counted.cost.byKind() : counted.cost, format);
}

/** What the JSON tells of a model. */
function described({ model, options, by }: Request, { cost, input }: Counted): object {
  const { layers, ...told } = cost.toJSON();
  const rows = by === "kind" ? { kinds: cost.byKind() } : { layers };
  return { model, options, input: input.length === 1 ? input[0] : input, ...told, ...rows };
}

const json = (value: object) => JSON.stringify(value, null, 2);

function listed(networks: ReadonlyArray<{ name: string; paper: { title: string }; year: number }>): string {
  const width = Math.max(...networks.map(({ name }) => name.length));
  return networks.map(({ name, paper, year }) => `${name.padEnd(width)}  ${year}  ${paper.title}`).join("\n");
}
