import { interruptedReply } from "../evaluator/interrupted.ts";
import type { Reply } from "../evaluator/protocol.ts";
import type { Typecheck } from "../typecheck.ts";
import { diagnosticReply } from "./diagnostics.ts";
import { type Listener, toStderr } from "./evaluation.ts";
import type { ServedCell } from "./service/documents.ts";
import { LanguageService } from "./service/service.ts";

/** What type errors do to cells. */
export class Checking {
  mode: Typecheck;
  readonly service: LanguageService;
  private readonly checks = new Set<() => void>();
  private outage: string | undefined;

  constructor(folder: string, mode: Typecheck) {
    this.mode = mode;
    this.service = new LanguageService(folder, (reason) => (this.outage = reason));
  }

  /**
   * The reply of a cell that its types, or an interrupt meanwhile, keep from running.
   *
   * @param source  what the user wrote
   */
  async check(cell: ServedCell, source: string, { onOutput }: Listener): Promise<Reply | undefined> {
    if (this.mode === "off") return undefined;
    const errors = await this.unlessInterrupted(this.service.check(cell));
    if (errors) await this.tellOfOutage(onOutput);
    if (errors?.length === 0) return undefined;
    const reply = errors && diagnosticReply("TypeScriptError", cell.url, source, errors);
    if (reply && this.mode === "warn") {
      await onOutput(toStderr(reply.traceback.join("\n")));
      return undefined;
    }
    this.service.discard(cell.number);
    return reply ?? interruptedReply("the cell was interrupted before it ran");
  }

  /** Ends all checks of now. */
  interrupt(): void {
    for (const stop of this.checks) stop();
  }

  /** Undefined when an interrupt comes first. */
  private async unlessInterrupted<Result>(result: Promise<Result>): Promise<Result | undefined> {
    const interrupted = Promise.withResolvers<undefined>();
    const stop = () => interrupted.resolve(undefined);
    this.checks.add(stop);
    try {
      return await Promise.race([result, interrupted.promise]);
    } finally {
      this.checks.delete(stop);
    }
  }

  private async tellOfOutage(onOutput: Listener["onOutput"]): Promise<void> {
    const reason = this.outage;
    this.outage = undefined;
    if (reason === undefined) return;
    await onOutput(toStderr(`Types are not checked until TypeScript's language server is there again (${reason}).`));
  }
}
