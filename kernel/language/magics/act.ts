import type { Page, Reply } from "../../evaluator/protocol.ts";
import { type Listener, toStdout } from "../evaluation.ts";
import type { Checking } from "../checking.ts";
import type { Inspection } from "../service/inspection.ts";
import type { MagicAction } from "./magic.ts";

/** What the magics of a cell may use. */
export interface Actor {
  /** Forgets every cell. */
  restart: () => Promise<void>;
  inspect: (code: string, offset: number, detail: 0 | 1) => Promise<Inspection | undefined>;
  checking: Checking;
  /** Runs what stands for a magic, at the magic's place, before the cell itself. */
  run: (javascript: string) => Promise<Reply>;
  listener: Listener;
}

/** Does what a magic asks of the interpreter itself: the page that it shows, or the reply of a cell that may not run after that. */
export async function act(
  action: MagicAction,
  { restart, inspect, checking, run, listener }: Actor,
): Promise<Page | Reply | undefined> {
  switch (action.kind) {
    case "reset":
      await restart();
      return undefined;
    case "typecheck":
      if (action.mode) checking.mode = action.mode;
      else await listener.onOutput(toStdout(checking.mode));
      return undefined;
    case "install": {
      const reply = await run(action.javascript);
      checking.service.lookAgain();
      return reply.status === "error" ? reply : undefined;
    }
    case "inspect": {
      const { code, detail } = action;
      const data = await inspect(code, code.length, detail);
      if (data) return page(data);
      await listener.onOutput(toStdout(`Nothing is known of ${/\S*$/.exec(code)?.[0]}.`));
      return undefined;
    }
    case "page":
      return page(action.data);
  }
}

const page = (data: Page["data"]): Page => ({ source: "page", data, start: 0 });
