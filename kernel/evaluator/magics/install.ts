import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { notebookMeta } from "../resolver.ts";
import { CommandError, ended } from "./shell.ts";

const OPTIONS = ["--no-fund", "--no-audit", "--no-update-notifier", "--loglevel=http"];

/** `%install`: npm installs packages where the notebook imports from, and what it fetches is shown. */
export async function install(argument: string): Promise<void> {
  const [command, ...before] = npm();
  const packages = argument.split(/\s+/).map((word) => word.replaceAll(/^["']|["']$/g, ""));
  const child = spawn(command, [...before, "install", ...OPTIONS, ...packages], {
    cwd: notebookMeta.dirname,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const progress = new Progress();
  const read = [
    eachLine(child.stdout, (line) => progress.print(process.stdout, line)),
    eachLine(child.stderr, (line) => progress.heed(line)),
  ];
  const failure = await ended(child);
  await Promise.all(read);
  progress.clear();
  if (failure !== undefined) throw new CommandError(`${failure}: npm install ${packages.join(" ")}`);
}

/** One line that tells what has been fetched, and is written over until npm says something. */
class Progress {
  private fetched = 0;
  private shown = 0;

  heed(line: string): void {
    const { url } = /^npm http (?:fetch|cache) (?:GET \d+ )?(?<url>\S+)/.exec(line)?.groups ?? {};
    if (url === undefined) this.print(process.stderr, line);
    else this.tell(`npm: ${++this.fetched} fetched, ${packageAt(url)}`);
  }

  print(stream: NodeJS.WritableStream, line: string): void {
    this.clear();
    stream.write(`${line}\n`);
  }

  clear(): void {
    if (this.shown > 0) process.stdout.write(`\r${" ".repeat(this.shown)}\r`);
    this.shown = 0;
  }

  private tell(text: string): void {
    process.stdout.write(`\r${text.padEnd(this.shown)}`);
    this.shown = Math.max(this.shown, text.length);
  }
}

/** The package whose description or archive lies at a registry's URL. */
function packageAt(url: string): string {
  const [path = ""] = decodeURIComponent(url).split(/\/-\/|\?/);
  return /(?:@[^/]+\/)?[^/]*$/.exec(path)?.[0] ?? "";
}

/** The user's npm, or else the one that belongs to this Node. */
function npm(): [string, ...string[]] {
  const onPath = (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "npm"))
    .find((file) => existsSync(file));
  if (onPath !== undefined) return [onPath];
  const own = join(dirname(process.execPath), "../lib/node_modules/npm/bin/npm-cli.js");
  if (existsSync(own)) return [process.execPath, own];
  throw new CommandError("%install: expected npm on the PATH, found none; install Node.js, which brings it");
}

async function eachLine(stream: NodeJS.ReadableStream, use: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input: stream })) use(line);
}
