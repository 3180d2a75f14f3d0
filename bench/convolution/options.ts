import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { PEERS, type PeerName } from "./peers/peers.ts";

export const SECTIONS = ["goals", "layers", "network", "checks"] as const;
export type Section = (typeof SECTIONS)[number];

export interface Options {
  only: readonly Section[];
  quick: boolean;
  /** "All" threads. */
  threads: number;
  peers: readonly PeerName[] | undefined;
}

const USAGE = `npm run bench -- [--only SECTION,...] [--quick] [--threads N] [--peers NAME,...]

Times convolutions of this library and of its peers in turn, and writes build/bench/convolution.json, convolution.md,
convolution-goals.png and convolution-layers.png.

  --only     of ${SECTIONS.join(", ")}
  --quick    few repetitions, to see that it runs
  --threads  how many all threads are; ${availableParallelism()} here
  --peers    of ${PEERS.join(", ")}

PyTorch is looked for in python3, or in the Python that SEPCONV_PYTHON names.`;

/** What is asked for on the command line; undefined when the usage, or what is wrong, was shown instead. */
export function readOptions(): Options | undefined {
  try {
    return parse();
  } catch (error) {
    console.error(`bench: ${(error as Error).message}`);
    process.exitCode = 2;
    return undefined;
  }
}

function parse(): Options | undefined {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      threads: { type: "string" },
      peers: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const threads = Number(values.threads ?? availableParallelism());
  if (!Number.isSafeInteger(threads) || threads < 1)
    throw new Error(`--threads: expected a whole number, received ${values.threads}`);
  return {
    only: among("--only", SECTIONS, values.only) ?? SECTIONS,
    quick: values.quick,
    threads,
    peers: among("--peers", PEERS, values.peers),
  };
}

function among<Name extends string>(
  option: string,
  known: readonly Name[],
  given: string | undefined,
): Name[] | undefined {
  const names = given?.split(",");
  const unknown = names?.find((name) => !known.includes(name as Name));
  if (unknown !== undefined) throw new Error(`${option}: expected one of ${known.join(", ")}, received ${unknown}`);
  return names as Name[] | undefined;
}
