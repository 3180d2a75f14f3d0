import { type CallSiteObject, getCallSites } from "node:util";
import { isInternal } from "../internal.ts";
import { connected } from "../run.ts";
import { dealBlow, isAnswered, isHeard } from "./interruption.ts";

const { nextTick } = process;
/** V8 tells of no more. */
const FRAMES = 200;
const TICKS = "processTicksAndRejections node:internal/process/task_queues";
const IMMEDIATES = "processImmediate node:internal/timers";
/** Where Node keeps what is to run later: torn out of there, it would forget some of that, or trip over it for ever. */
const LISTS = /^node:(?:timers|internal\/(?:timers|fixed_queue|linkedlist|priority_queue))$/;

/**
 * Ends what the main thread does at this very moment, in the midst of which the second thread has it call this. What is not the user's, such
 * as the way to hear of the interrupt, it lets be.
 *
 * @param force  also what does not show to be the user's
 * @param heard  whether the interrupt had been heard of when the blow was decided: who has heard of it since, gets a time of grace
 */
export function strike(ticket: number, force: boolean, heard: boolean): void {
  if (isAnswered(ticket) || (isHeard(ticket) && !heard)) return;
  // below this function and the second thread's call; between two microtasks there is nothing
  const frames = getCallSites(FRAMES).slice(2);
  const [innermost] = frames;
  if (LISTS.test(innermost?.scriptName ?? "")) return;
  const isUsers = !innermost || is(innermost, TICKS) || frames.some((site) => !isInternal(site.scriptName));
  // Node must not be hit on its way from one immediate to the next, unless it goes through ticks there
  const immediates = frames.findIndex((site) => is(site, IMMEDIATES));
  const isOnTheWay = immediates >= 0 && frames[immediates - 1]?.functionName !== "runNextTicks";
  if (isOnTheWay || (!isUsers && (immediates >= 0 || !force))) return;
  // if what is to be hit ends just now, this tick is hit before Node goes on to anything else
  if (isUsers) nextTick(pass);
  const hasFallen = dealBlow();
  connected().post("Runtime.terminateExecution", hasFallen);
}

const is = (site: CallSiteObject, named: string): boolean => `${site.functionName} ${site.scriptName}` === named;

/** V8 looks at the beginning of a round whether it is to stop. */
function pass(): void {
  for (let round = 0; round < 1; round++);
}
