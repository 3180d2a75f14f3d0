import { styleText } from "node:util";
import { parseOptions, refusing } from "../command-line.ts";
import { browser } from "./browser.ts";
import { cells } from "./cells.ts";
import type { Finding } from "./finding.ts";
import { dataFolder } from "./folders.ts";
import { jupyter } from "./jupyter.ts";
import { registration } from "./registration.ts";
import { tensorflow } from "./tensorflow.ts";
import { platform, versions } from "./versions.ts";

const USAGE = `sepconv doctor [--json]

Says which versions are here, whether Jupyter knows the kernel and it starts, whether cells run and on which devices,
and for all that is missing what mends it. Changes nothing.

  --json  the same for programs: { ok, findings: [{ about, state: "ok" | "missing" | "broken", says, remedy? }] }

Exit code: 0 when nothing is broken (what is only missing can be done without), 1 otherwise, 2 when refused.`;

/** `sepconv doctor`. */
export const command = (args: string[]): Promise<number> =>
  refusing("doctor", async () => {
    const options = { help: { type: "boolean", short: "h" }, json: { type: "boolean" } } as const;
    const { help, json } = parseOptions({ args, options }, 'see "sepconv doctor --help"').values;
    if (help) {
      console.log(USAGE);
      return 0;
    }
    const findings: Finding[] = [];
    for await (const finding of examine()) {
      findings.push(finding);
      if (!json) console.log(describe(finding));
    }
    const isFine = findings.every(({ state }) => state !== "broken");
    if (json) console.log(JSON.stringify({ ok: isFine, findings }, null, 2));
    return isFine ? 0 : 1;
  });

async function* examine(): AsyncGenerator<Finding> {
  yield* versions();
  yield platform();
  yield dataFolder();
  const { findings, ours } = await jupyter();
  yield* findings;
  for (const found of ours) yield await registration(found);
  const found = await cells();
  yield* found;
  yield* await tensorflow(found);
  yield browser();
}

const COLOURS = { ok: "green", missing: "yellow", broken: "red" } as const;
const STATE_WIDTH = 9;
const ABOUT_WIDTH = 19;

function describe({ about, state, says, remedy }: Finding): string {
  const line = `${styleText(COLOURS[state], state.padEnd(STATE_WIDTH))}${about.padEnd(ABOUT_WIDTH)}${says}`;
  return remedy === undefined ? line : `${line}\n${" ".repeat(STATE_WIDTH + ABOUT_WIDTH)}mend it by: ${remedy}`;
}
