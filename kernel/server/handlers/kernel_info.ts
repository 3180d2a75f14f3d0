import { readFileSync } from "node:fs";
import { createRequire, findPackageJSON } from "node:module";
import { PROTOCOL_VERSION } from "../../wire/message.ts";
import type { Handler } from "../handler.ts";

const { version } = JSON.parse(readFileSync(findPackageJSON(import.meta.url)!, "utf8")) as { version: string };
const typescript = createRequire(import.meta.url)("typescript/package.json") as { version: string };

/** kernel_info_request → kernel_info_reply. */
export const kernel_info: Handler = () => ({
  status: "ok",
  protocol_version: PROTOCOL_VERSION,
  implementation: "sepconv",
  implementation_version: version,
  language_info: {
    name: "typescript",
    version: typescript.version,
    mimetype: "text/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    codemirror_mode: "typescript",
    nbconvert_exporter: "script",
  },
  banner: `sepconv ${version}, TypeScript ${typescript.version} on Node ${process.versions.node}`,
  help_links: [
    { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
    { text: "TensorFlow.js", url: "https://js.tensorflow.org/api/latest/" },
  ],
  debugger: false,
  supported_features: ["kernel subshells"],
});
