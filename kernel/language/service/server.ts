import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { MessageConnection } from "vscode-jsonrpc/node";

/** How long a server whose pipe broke may take to end; one that lives on is lost all the same. */
const PATIENCE_MS = 2000;

/** How long nothing is asked before the server is told to give memory back; each collection lets go of what the one before has found. */
const REST_MS = [300, 600, 1000];

/** TypeScript's own language server, over documents that exist only here. */
export class LanguageServer {
  /** Resolves with the reason when the server ends though nobody disposed it. */
  readonly died: Promise<string>;
  private readonly folder: string;
  private readonly child: ChildProcess;
  private readonly connection: MessageConnection;
  private readonly ready: Promise<unknown>;
  private readonly sent = new Map<string, { text: string; version: number }>();
  /** Why it cannot be asked any more, once that is so: it was disposed, or it died. */
  ended: string | undefined;
  private rests: NodeJS.Timeout[] = [];

  private constructor(child: ChildProcess, connection: MessageConnection, folder: string) {
    this.folder = folder;
    this.child = child;
    this.connection = connection;
    connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) => items.map(() => preferences));
    connection.onRequest("client/registerCapability", () => null);
    // what is written to a server that has just died is reported by its exit
    connection.onError(() => {});
    connection.listen();
    this.died = new Promise((tell) => {
      const end = (reason: string) => {
        if (this.ended === undefined) tell(reason);
        this.ended = reason;
        // rejects what still waits for an answer
        connection.dispose();
      };
      child.once("exit", (code, signal) => end(`it ended with ${signal ?? `exit code ${code}`}`));
      child.once("error", ({ message }) => end(message));
    });
    this.ready = connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      capabilities: { workspace: { configuration: true }, textDocument: understood },
    });
    // a server that cannot is known by its exit
    this.notify("initialized", {}).catch(() => {});
  }

  /** @throws  when TypeScript is not installed */
  static async start(folder: string): Promise<LanguageServer> {
    const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
    const lookup = new URL("lib/getExePath.js", pathToFileURL(manifest)).href;
    const { default: executable } = (await import(lookup)) as { default: () => string };
    const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = await import("vscode-jsonrpc/node");
    const child = spawn(executable(), ["--lsp", "--stdio"], {
      cwd: folder,
      env: { GOGC: "50", ...process.env },
      stdio: ["pipe", "pipe", "ignore"],
      // a terminal's Ctrl+C is not for it
      detached: true,
      windowsHide: true,
    });
    const [reader, writer] = [new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin)];
    return new LanguageServer(child, createMessageConnection(reader, writer), folder);
  }

  /** Brings the server's documents up to these texts, by the names of their files. */
  async synchronize(texts: ReadonlyMap<string, string>): Promise<void> {
    await this.ready;
    const notices: Promise<void>[] = [];
    for (const [file, text] of texts) {
      const before = this.sent.get(file);
      if (before?.text === text) continue;
      const version = (before?.version ?? 0) + 1;
      this.sent.set(file, { text, version });
      const languageId = file.endsWith(".json") ? "json" : "typescript";
      const textDocument = { uri: this.uri(file), languageId, version, text };
      notices.push(
        before
          ? this.notify("textDocument/didChange", { textDocument, contentChanges: [{ text }] })
          : this.notify("textDocument/didOpen", { textDocument }),
      );
    }
    await Promise.all(notices);
  }

  /** Tells of files that changed on disk. */
  async changed(files: string[]): Promise<void> {
    if (files.length === 0) return;
    const changes = files.map((file) => ({ uri: pathToFileURL(file).href, type: 2 }));
    await this.notify("workspace/didChangeWatchedFiles", { changes });
  }

  /** Asks about a document by its name, or about a file on disk by its path. */
  async ask<T>(method: `textDocument/${string}`, file: string, more: object = {}): Promise<T> {
    return this.request(method, { textDocument: { uri: this.uri(file) }, ...more });
  }

  async request<T>(method: string, parameters: unknown): Promise<T> {
    this.wake();
    try {
      return await this.send(() => this.connection.sendRequest<T>(method, parameters));
    } finally {
      this.wake();
      this.rests = REST_MS.map((after) => setTimeout(() => void this.collect(), after).unref());
    }
  }

  private wake(): void {
    for (const rest of this.rests) clearTimeout(rest);
  }

  /** Of its memory half is garbage, which it keeps until the heap has grown by as much again. */
  private async collect(): Promise<void> {
    try {
      await this.connection.sendRequest("custom/runGC");
    } catch {
      // it has died, which its exit tells, perhaps a little later
    }
  }

  dispose(): void {
    this.ended = "it is not needed any more";
    this.child.kill("SIGKILL");
  }

  private uri(file: string): string {
    return pathToFileURL(resolve(this.folder, file)).href;
  }

  private notify(method: string, parameters: object): Promise<void> {
    return this.send(() => this.connection.sendNotification(method, parameters));
  }

  private async send<T>(send: () => Promise<T>): Promise<T> {
    await this.ready;
    try {
      return await send();
    } catch (error) {
      const isAnswer = Number((error as { code?: unknown }).code) < 0;
      if (isAnswer || this.ended !== undefined) throw error;
      // the pipe of a server that died may break before its exit tells why
      const reason = await Promise.race([this.died, sleep(PATIENCE_MS)]);
      throw reason === undefined ? error : new Error(reason, { cause: error });
    }
  }
}

/** What no cell has imported is not offered: to find it would take a third of a second, and tens of megabytes. */
const preferences = { suggest: { autoImports: false } };

/** The answers that are understood here, in the words of the Language Server Protocol. */
const understood = {
  diagnostic: {},
  completion: {
    completionItem: { documentationFormat: ["markdown"], insertReplaceSupport: true, labelDetailsSupport: true },
    completionList: { itemDefaults: ["editRange"] },
  },
  hover: { contentFormat: ["markdown"] },
  signatureHelp: { signatureInformation: { documentationFormat: ["markdown"] } },
  definition: { linkSupport: true },
};
