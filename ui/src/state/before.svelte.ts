// What should be known before an act that cannot be taken back: asked of Rust while its question stands.
import type { BeforeAct } from "../bridge/contract";
import { words } from "../words/en";
import { desk } from "./desk.svelte";
import { read } from "./reads.svelte";
import { isOwners } from "./trouble";

/** Said in a question whose yes can wait, while Stripe cannot be reached. */
export function waits(): string[] {
  if (desk.offline === undefined) return [];
  // That the network is down mends itself; a key that is refused does not.
  const problem = desk.overview?.sync.problem;
  return [isOwners(problem) ? words.outcome.notBefore(problem.message) : words.outcome.willWait];
}

/** The remarks for a question, in words. None until they are known: they forbid nothing. */
export function cautions(about: () => BeforeAct): { readonly all: string[] } {
  const told = read("acts.before", about);
  return {
    get all() {
      return [...(told.value ?? []).map((caution) => caution.message), ...waits()];
    },
  };
}
