import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";

/** A diagnostic as the Language Server Protocol has it; positions count from 0, in UTF-16. */
export interface ServerDiagnostic {
  range: { start: Position; end: Position };
  severity?: number;
  code?: number | string;
  message: string;
}

/** How long a server whose pipe broke may take to end; one that lives on is lost all the same. */
const PATIENCE_MS = 2000;

interface Position {
  line: number;
  character: number;
}

/** TypeScript's own language server, over documents that exist only here. */
export class LanguageServer {
  /** Resolves with the reason when the server ends though nobody disposed it. */
  readonly died: Promise<string>;
  private readonly child: ChildProcess;
  private readonly connection: MessageConnection;
  private readonly ready: Promise<unknown>;
  private disposed = false;

  private constructor(executable: string, folder: string) {
    const child = spawn(executable, ["--lsp", "--stdio"], {
      cwd: folder,
      stdio: ["pipe", "pipe", "ignore"],
      // a terminal's Ctrl+C is not for it
      detached: true,
      windowsHide: true,
    });
    this.child = child;
    this.connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    this.connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) => items.map(() => ({})));
    this.connection.onRequest("client/registerCapability", () => null);
    // what is written to a server that has just died is reported by its exit
    this.connection.onError(() => {});
    this.connection.listen();
    this.died = new Promise((resolve) => {
      child.once("exit", (code, signal) => this.end(() => resolve(`it ended with ${signal ?? `exit code ${code}`}`)));
      child.once("error", (error) => this.end(() => resolve(error.message)));
    });
    this.ready = this.connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      capabilities: { textDocument: { diagnostic: {} } },
    });
    this.ready.then(
      () => this.connection.sendNotification("initialized", {}),
      () => {},
    );
  }

  /** @throws  when TypeScript is not installed */
  static async start(folder: string): Promise<LanguageServer> {
    const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
    const lookup = new URL("lib/getExePath.js", pathToFileURL(manifest)).href;
    const { default: executable } = (await import(lookup)) as { default: () => string };
    return new LanguageServer(executable(), folder);
  }

  async open(uri: string, text: string): Promise<void> {
    const languageId = uri.endsWith(".json") ? "json" : "typescript";
    await this.notify("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  }

  close(uri: string): Promise<void> {
    return this.notify("textDocument/didClose", { textDocument: { uri } });
  }

  /** Tells of files that changed on disk. */
  changed(uris: string[]): Promise<void> {
    return this.notify("workspace/didChangeWatchedFiles", { changes: uris.map((uri) => ({ uri, type: 2 })) });
  }

  async diagnostics(uri: string): Promise<ServerDiagnostic[]> {
    await this.ready;
    const report = await this.connection.sendRequest<{ items: ServerDiagnostic[] }>("textDocument/diagnostic", {
      textDocument: { uri },
    });
    return report.items;
  }

  dispose(): void {
    this.disposed = true;
    this.child.kill("SIGKILL");
  }

  private async notify(method: string, parameters: object): Promise<void> {
    await this.ready;
    try {
      await this.connection.sendNotification(method, parameters);
    } catch (error) {
      // the pipe of a server that died may break before its exit tells why
      if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
      const reason = await Promise.race([this.died, sleep(PATIENCE_MS)]);
      throw reason === undefined ? error : new Error(reason, { cause: error });
    }
  }

  /** Disposing the connection rejects what still waits for an answer. */
  private end(report: () => void): void {
    this.connection.dispose();
    if (!this.disposed) report();
  }
}
