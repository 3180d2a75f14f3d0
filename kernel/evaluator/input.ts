import { send } from "./channel.ts";
import { currentCell } from "./current.ts";
import { Error, Promise } from "./intrinsics.ts";
import type { InputAnswer } from "./protocol.ts";
import { keepListening, waitForAnswer } from "./signals/thread.ts";

const waiting = new Map<number, (answer: InputAnswer) => void>();
let asked = 0;

/** The global of this name: asks the user for a line of text; a password is not shown while it is typed. */
export function input(prompt = "", { password = false }: { password?: boolean } = {}): Promise<string> {
  const id = ask(prompt, password);
  keepListening(true);
  return new Promise((resolve, reject) => {
    waiting.set(id, (answer) => {
      waiting.delete(id);
      keepListening(waiting.size > 0);
      if ("value" in answer) resolve(answer.value);
      else reject(new Error(answer.refusal));
    });
  });
}

/** The global of this name, as browsers have it: returns when the user has answered. */
export function prompt(message = "", initial?: string): string {
  const answer = askAndWait(initial === undefined ? message : `${message} [${initial}]`);
  return answer === "" && initial !== undefined ? initial : answer;
}

/** The global of this name, as browsers have it: true for "y" or "yes". */
export const confirm = (message = ""): boolean => /^\s*y(?:es)?\s*$/i.test(askAndWait(`${message} [y/N]`));

/** Takes an answer that no synchronous question waits for. */
export const receiveAnswer = (id: number, answer: InputAnswer): void => waiting.get(id)?.(answer);

function ask(prompt: string, password: boolean): number {
  const id = ++asked;
  send({ type: "input", number: currentCell(), id, request: { prompt: String(prompt), password } });
  return id;
}

function askAndWait(message: string): string {
  const answer = waitForAnswer(ask(message, false));
  if ("value" in answer) return answer.value;
  throw new Error(answer.refusal);
}
