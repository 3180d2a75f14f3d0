import { distance } from "fastest-levenshtein";
import { MAGICS } from "./catalogue.ts";

/** What people type who come from IPython, and what stands here for it. */
const ELSEWHERE: Record<string, string> = {
  pip: "%install",
  npm: "%install",
  conda: "%install",
  ls: "!ls",
  pwd: "!pwd",
  bash: "!command",
  sh: "!command",
  whos: "%who",
  who_ls: "%who",
  lsmagic: "%help",
  magic: "%help",
  set_env: "%env",
};

/** What a magic that does not exist may have meant. */
export function suggestionFor(name: string, form: "line" | "cell"): string {
  const known = ELSEWHERE[name];
  if (known) return `use ${known}`;
  const ranked = MAGICS.map((magic) => ({ magic, edits: distance(name.toLowerCase(), magic.name) }));
  const [nearest] = ranked.toSorted((one, other) => one.edits - other.edits);
  if (!nearest || nearest.edits > Math.max(1, name.length / 2)) return "%help lists the magics";
  const { forms, name: meant } = nearest.magic;
  const prefix = (forms.includes(form) ? form : forms[0]) === "cell" ? "%%" : "%";
  return `did you mean ${prefix}${meant}?`;
}
