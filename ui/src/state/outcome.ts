// What is said after an act: done, waiting in the outbox, or refused. The refusal is handed back, because it belongs
// where the act was started and not in a remark that goes away.
import type { Outcome, Problem } from "../bridge/contract";
import { words } from "../words/en";
import { addressOf } from "../words/sheet";
import { problemOf } from "../bridge/call";
import { go } from "./route.svelte";
import { say } from "./toasts.svelte";
import { isOwners } from "./trouble";

/** Waits for an act and says how it ended; answers the problem when it was refused or could not even be asked. */
export async function settle(
  act: Promise<Outcome>,
  done: string,
  follow?: (outcome: Outcome) => void,
): Promise<Problem | undefined> {
  let outcome: Outcome;
  try {
    outcome = await act;
  } catch (thrown) {
    return problemOf(thrown);
  }
  if (outcome.state === "refused") {
    return outcome.problem ?? problemOf("refused without a reason");
  }
  if (outcome.state === "queued") {
    say(isOwners(outcome.problem) ? words.outcome.queuedUntil(outcome.problem.message) : words.outcome.queued, { label: words.outcome.showOutbox, run: () => go({ place: "outbox" }) });
  } else {
    const made = outcome.made.find((link) => link.noun !== outcome.subject?.noun);
    say(done, made && !follow ? { label: words.outcome.show, run: () => go(addressOf(made)) } : undefined);
  }
  follow?.(outcome);
  return undefined;
}

/** A problem as a notice shows it. */
export function noticeOf(problem: Problem): { title: string; text: string | undefined } {
  // A sentence that several of them say is said once.
  const said = new Set([problem.hint, ...problem.fields.map((field) => field.message)]);
  const more = [...said].filter((line) => line !== null && line !== "" && line !== problem.message);
  if (problem.request_id !== null) more.push(words.common.requestId(problem.request_id));
  return { title: problem.message, text: more.length === 0 ? undefined : more.join(" ") };
}
