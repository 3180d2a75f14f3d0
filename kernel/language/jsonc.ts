import { readFileSync } from "node:fs";
import { type Node, parseSync } from "oxc-parser";

/** Reads JSON that may have comments and trailing commas, as tsconfig.json may; what is not JSON at all reads as an empty object. */
export function readJsonc(file: string): object {
  const { program, errors } = parseSync("config.js", `(${readFileSync(file, "utf8")}\n)`, { lang: "js" });
  const [statement] = program.body;
  if (errors.length > 0 || statement?.type !== "ExpressionStatement") return {};
  const value = valueOf(statement.expression);
  return typeof value === "object" && value !== null ? value : {};
}

function valueOf(node: Node): unknown {
  switch (node.type) {
    case "ParenthesizedExpression":
      return valueOf(node.expression);
    case "ObjectExpression":
      return Object.fromEntries(
        node.properties.flatMap((one) =>
          one.type === "Property" && one.key.type === "Literal" ? [[one.key.value, valueOf(one.value)]] : [],
        ),
      );
    case "ArrayExpression":
      return node.elements.map((element) => (element ? valueOf(element) : null));
    case "Literal":
      return node.value;
    default:
      return undefined;
  }
}
