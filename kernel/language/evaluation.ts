import { Evaluator } from "../evaluator/host.ts";
import type { CommMessage, InputAnswer, InputRequest, Output, Reply, Script } from "../evaluator/protocol.ts";

/** Who hears of what a cell does. */
export interface Listener {
  /** Gets each output in turn, also those that come after the cell's end. A promise holds back what follows until it resolves. */
  onOutput: (output: Output) => void | Promise<void>;
  /** Asks the user; a cell that asks without it fails. */
  onInput?: ((request: InputRequest) => Promise<string>) | undefined;
}

export interface EvaluationOptions {
  folder: string;
  script?: string;
  environment?: Record<string, string>;
  /** Called when the process that runs cells has ended, and with it all that they declared. */
  onLost: () => void;
}

/** What cells print long after their end goes to the last cell. */
const REMEMBERED = 1000;

/** The process that runs cells, started when it is needed and again when it has died; it tells apart whose output is whose. */
export class Evaluation {
  private readonly options: EvaluationOptions;
  private evaluator: Evaluator | undefined;
  private readonly listeners = new Map<number, Listener>();
  private latest = 0;
  private readonly openComms = new Map<string, string>();

  constructor(options: EvaluationOptions) {
    this.options = options;
    this.evaluator = this.start();
  }

  /** Runs a cell under a number that no other has; all its output has been passed on when this resolves. */
  run(number: number, script: Script, listener: Listener): Promise<Reply> {
    this.listen(number, listener);
    this.evaluator ??= this.start();
    return this.evaluator.run(number, script);
  }

  /** Gives a message from the frontend to the cells; resolves when their callback is done. */
  comm(number: number, message: CommMessage, listener: Listener): Promise<Reply> {
    this.listen(number, listener);
    this.track(message);
    this.evaluator ??= this.start();
    return this.evaluator.comm(number, message);
  }

  /** The targets of the comms that are open, by the comms' ids. */
  get comms(): ReadonlyMap<string, string> {
    return this.openComms;
  }

  interrupt(): void {
    this.evaluator?.interrupt();
  }

  async restart(): Promise<void> {
    await this.evaluator?.dispose();
    this.openComms.clear();
    this.evaluator = this.start();
  }

  /** Waits until nothing is left that cells began; the exit code. */
  async finish(): Promise<number> {
    return (await this.evaluator?.finish()) ?? 1;
  }

  async dispose(): Promise<void> {
    await this.evaluator?.dispose();
  }

  private listen(number: number, listener: Listener): void {
    this.listeners.set(number, listener);
    this.listeners.delete(number - REMEMBERED);
    this.latest = number;
  }

  private listenerOf(number: number): Listener | undefined {
    return this.listeners.get(number) ?? this.listeners.get(this.latest);
  }

  private start(): Evaluator {
    const { folder, script, environment, onLost } = this.options;
    return new Evaluator({
      folder,
      ...(script !== undefined && { script }),
      ...(environment && { environment }),
      onOutput: (number, output) => {
        if ("buffers" in output) this.track(output);
        return this.listenerOf(number)?.onOutput(output);
      },
      onInput: (number, request) => ask(this.listenerOf(number), request),
      onDeath: (reason, running) => {
        if (!running) void this.listenerOf(this.latest)?.onOutput(toStderr(reason));
        this.openComms.clear();
        // the next cell starts another: one that cannot start must not be tried for ever
        this.evaluator = undefined;
        onLost();
      },
    });
  }

  private track({ msg_type, content }: CommMessage): void {
    if (msg_type === "comm_open") this.openComms.set(content.comm_id, content.target_name ?? "");
    if (msg_type === "comm_close") this.openComms.delete(content.comm_id);
  }
}

/** Lines that the kernel adds to a cell's output. */
export const toStdout = (text: string): Output => line("stdout", text);
export const toStderr = (text: string): Output => line("stderr", text);

const line = (name: "stdout" | "stderr", text: string): Output => ({
  msg_type: "stream",
  content: { name, text: `${text}\n` },
});

async function ask(listener: Listener | undefined, request: InputRequest): Promise<InputAnswer> {
  if (!listener?.onInput) return { refusal: "input: nobody can be asked, since this frontend does not allow it" };
  try {
    return { value: await listener.onInput(request) };
  } catch (error) {
    return { refusal: `input: ${(error as Error).message}` };
  }
}
