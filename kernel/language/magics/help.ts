import type { MimeBundle } from "../../evaluator/protocol.ts";
import { type Magic, MAGICS } from "./catalogue.ts";

const COMMAND =
  "`!command` runs a command in your shell; an `{expression}` in it that names a variable stands for its value.";
const INSPECTION = "`name?` shows what is known of a name, `name??` its source.";

/** The list of all magics. */
export function helpOf(): MimeBundle {
  const rows = MAGICS.map(({ usage: [first = ""], summary }) => ({ first, summary }));
  const width = Math.max(...rows.map(({ first }) => first.length));
  return {
    "text/plain": [
      ...rows.map(({ first, summary }) => `${first.padEnd(width)}  ${summary}`),
      "",
      plain(COMMAND),
      plain(INSPECTION),
    ].join("\n"),
    "text/markdown": [
      "| magic | |",
      "| --- | --- |",
      ...rows.map(({ first, summary }) => `| \`${first}\` | ${summary} |`),
      "",
      `${COMMAND}  `,
      INSPECTION,
    ].join("\n"),
  };
}

/** What there is to know of one magic. */
export function helpPage({ usage, summary, details }: Magic): MimeBundle {
  const sentence = `${summary[0]?.toUpperCase()}${summary.slice(1)}.`;
  return {
    "text/plain": [...usage, "", sentence, plain(details)].join("\n"),
    "text/markdown": ["```", ...usage, "```", "", `**${sentence}** ${details}`].join("\n"),
  };
}

const plain = (markdown: string): string => markdown.replaceAll("`", "");
