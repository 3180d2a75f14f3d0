import { parseArgs } from "node:util";

/** What a bench of kernels is asked for on its command line; undefined when it has shown its usage instead. */
export function readOptions(usage: string): { only: string[] | undefined; quick: boolean } | undefined {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
    },
  });
  if (!values.help) return { only: values.only?.split(","), quick: values.quick };
  console.log(usage);
  return undefined;
}
