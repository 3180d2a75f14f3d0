import { mkdirSync, mkdtempSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeFolder, replaceFolder } from "../folder.ts";
import { Refusal } from "../refusal.ts";
import { compile, findWorkshop, strip } from "./compile.ts";
import { download } from "./download.ts";
import { checkReplaceable, installedIn } from "./installed.ts";
import { findPython, type Python } from "./python.ts";
import { run } from "./run.ts";
import { checkSpace } from "./space.ts";
import { type Variant, VERSION, wheelOf } from "./variants.ts";
import { type Verified, verify } from "./verify.ts";

/** How an installation is done. */
export interface Order {
  folder: string;
  /** The Python whose pip downloads. */
  python: string | undefined;
  /** Is told what is done now. */
  say(line: string): void;
  signal: AbortSignal;
}

/**
 * Installs TensorFlow into a folder: downloads its wheel, unpacks the libraries, compiles tfjs-node's binding to them and starts
 * it. An older installation is replaced when all that is done; what fails leaves nothing behind.
 *
 * @throws Refusal  when something that it needs is missing or a step fails
 */
export async function install(variant: Variant, { folder, python, say, signal }: Order): Promise<Verified> {
  const wheel = wheelOf(variant);
  const workshop = findWorkshop();
  const pip = await findPython(python);
  checkReplaceable(folder);
  const parent = dirname(folder);
  makeFolder(parent);
  checkSpace(parent, variant.megabytes.building);

  const { megabytes, describes, time } = variant;
  say(
    `TensorFlow ${VERSION} ${describes} goes to ${folder}: ${megabytes.download} MB to download, ${megabytes.installed} MB on the disk ` +
      `(${megabytes.building} MB meanwhile), ${time}`,
  );
  const temporary = mkdtempSync(join(parent, `.${basename(folder)}-`));
  try {
    const [wheels, fresh] = [join(temporary, "wheels"), join(temporary, "new")];
    const site = join(fresh, "lib");
    mkdirSync(wheels);
    mkdirSync(site, { recursive: true });
    say(`1/4 download ${wheel} ${VERSION} by ${pip.path} -m pip`);
    const files = await getWheels(pip, `${wheel}==${VERSION}`, variant.extra, wheels, signal);
    say("2/4 unpack the libraries");
    await unpack(pip, [site, ...files], signal);
    await rm(wheels, { recursive: true });
    say(`3/4 compile the binding by ${workshop.compiler}`);
    await compile(workshop, site, fresh, signal);
    await rm(join(site, "tensorflow", "include"), { recursive: true });
    await strip(join(site, "tensorflow", "libtensorflow_cc.so.2"), signal);
    await writeFile(join(fresh, "installation.json"), manifest(variant, wheel, workshop.tfjsNode));
    say("4/4 start it");
    const verified = await verify(fresh, signal);
    await replaceFolder(folder, fresh, temporary);
    return verified;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** @throws Refusal  where this variant is not installed */
export async function uninstall({ name }: Variant, folder: string): Promise<void> {
  const variant = installedIn(folder)?.variant;
  if (variant !== name) throw new Refusal(`expected ${name} in ${folder}, received ${variant ?? "no installation"}`);
  const temporary = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  // gone in one step, however long it takes to delete
  await rename(folder, join(temporary, "old"));
  await rm(temporary, { recursive: true });
}

async function getWheels(
  pip: Python,
  requirement: string,
  extra: string | undefined,
  folder: string,
  signal: AbortSignal,
): Promise<string[]> {
  const [wheel, ...others] = await download(pip, [requirement], folder, signal);
  if (extra === undefined || wheel === undefined) return [...(wheel ? [wheel] : []), ...others];
  const wanted = await unpack(pip, ["--extra", extra, wheel], signal);
  return download(pip, wanted.trim().split("\n"), folder, signal);
}

async function unpack(pip: Python, args: readonly string[], signal: AbortSignal): Promise<string> {
  const script = fileURLToPath(new URL("unpack.py", import.meta.url));
  const { code, stdout, stderr } = await run(pip.path, [script, ...args], { signal });
  if (code === 0) return stdout;
  throw new Refusal(
    `expected the wheel to be unpacked, received "${stderr.trim().split("\n").at(-1)}"; check the disk, and run it again`,
  );
}

const manifest = ({ name }: Variant, wheel: string, tfjsNode: string) =>
  JSON.stringify({ variant: name, wheel, version: VERSION, tfjsNode }, null, 2) + "\n";
